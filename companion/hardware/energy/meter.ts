import type { EnergySource } from '#core/engine/hardware.ts';
import type { EnergyCounter } from './counter.ts';

/** The energy that one source measured during some work. */
export interface MeasuredEnergy {
  readonly source: EnergySource;
  readonly name: string;
  /** The energy of everything that the source covers, including idle power and other programs. */
  readonly joules: number;
  /** Half the width of the uncertainty interval, from the source's resolution and update interval. */
  readonly uncertaintyJ: number;
  readonly ms: number;
  /** Mean power in watts between consecutive readings. */
  readonly readings: readonly number[];
}

/** The interval between readings during the work. It integrates power, and notices when a counter wraps around. */
const pollMs = 500;

/**
 * Measures the energy of `work` by every counter, except those that could not be read at its start and end. Do not add
 * energy of different sources: a battery also powers the CPU.
 */
export async function measureEnergy<T>(
  counters: readonly EnergyCounter[],
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly energy: readonly MeasuredEnergy[] }> {
  const readAll = () => Promise.all(counters.map((counter) => counter.read()));
  const readings = [{ atMs: performance.now(), joules: await readAll() }];
  let polling: Promise<unknown> = Promise.resolve();
  const read = () =>
    (polling = polling.then(async () => readings.push({ joules: await readAll(), atMs: performance.now() })));
  const startedMs = performance.now();
  const poll = setInterval(() => void read(), pollMs);
  try {
    const result = await work();
    const ms = performance.now() - startedMs;
    await read();
    const energy = counters.flatMap((counter, index) => {
      const counterReadings = readings.map(({ atMs, joules }) => ({ atMs, joules: joules[index] ?? null }));
      const startJ = counterReadings[0]?.joules ?? null;
      const endJ = counterReadings.at(-1)?.joules ?? null;
      if (startJ === null || endJ === null) return [];
      return [{ ...toMeasuredEnergy(counter, endJ - startJ, ms), readings: computeWatts(counterReadings) }];
    });
    return { result, energy };
  } finally {
    clearInterval(poll);
  }
}

interface Reading {
  readonly atMs: number;
  readonly joules: number | null;
}

/** The mean power between consecutive readings; a gap is left out. */
function computeWatts(readings: readonly Reading[]): readonly number[] {
  return readings.slice(1).flatMap(({ atMs, joules }, index) => {
    const before = readings[index]!;
    if (joules === null || before.joules === null || atMs <= before.atMs) return [];
    return [(1000 * (joules - before.joules)) / (atMs - before.atMs)];
  });
}

function toMeasuredEnergy(
  { source, name, resolutionJ, updateMs }: EnergyCounter,
  joules: number,
  ms: number,
): Omit<MeasuredEnergy, 'readings'> {
  // Each of the two readings may be one update old and off by one step.
  const uncertaintyJ = 2 * resolutionJ + (2 * joules * updateMs) / Math.max(ms, updateMs);
  return { source, name, joules, uncertaintyJ, ms };
}
