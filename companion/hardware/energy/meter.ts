import type { EnergySource } from '#core/engine/hardware.ts';
import type { EnergyCounter } from './counter.ts';

/** The energy of some work as measured by one counter. */
export interface MeasuredEnergy {
  readonly source: EnergySource;
  readonly name: string;
  /** The energy of all hardware that the source covers, including idle power and other programs. */
  readonly joules: number;
  /** Half the width of the uncertainty interval, from the source's resolution and update interval. */
  readonly uncertaintyJ: number;
  /** The time between the first and the last reading, in which this energy was used. */
  readonly ms: number;
  /** Mean power in watts between consecutive readings. */
  readonly powersW: readonly number[];
}

/** The interval between readings, for integrating power and detecting wraparounds. Heuristic, not measured. */
const pollMs = 500;

/**
 * Measures the energy of `work` by every counter that can be read at its start and end. The energies of different
 * sources must not be added: a battery also powers the CPU. A counter that fails in between is treated as unreadable.
 */
export async function measureEnergy<T>(
  counters: readonly EnergyCounter[],
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly energy: readonly MeasuredEnergy[] }> {
  const readAll = async () => ({
    joules: await Promise.all(counters.map((counter) => counter.read().catch(() => null))),
    atMs: performance.now(),
  });
  const readings = [await readAll()];
  let lastPoll: Promise<unknown> = Promise.resolve();
  const recordReading = () => (lastPoll = lastPoll.then(async () => readings.push(await readAll())));
  const timer = setInterval(() => void recordReading(), pollMs);
  try {
    const result = await work();
    await recordReading();
    const energy = counters.flatMap((counter, index) => {
      const counterReadings = readings.map(({ atMs, joules }) => ({ atMs, joules: joules[index] ?? null }));
      return toMeasuredEnergy(counter, counterReadings) ?? [];
    });
    return { result, energy };
  } finally {
    clearInterval(timer);
  }
}

interface Reading {
  readonly atMs: number;
  readonly joules: number | null;
}

/** Computes the mean power in watts between consecutive readings, without gaps. */
function computePowers(readings: readonly Reading[]): readonly number[] {
  return readings.slice(1).flatMap(({ atMs, joules }, index) => {
    const previous = readings[index]!;
    if (joules === null || previous.joules === null || atMs <= previous.atMs) return [];
    return [(1000 * (joules - previous.joules)) / (atMs - previous.atMs)];
  });
}

function toMeasuredEnergy(
  { source, name, resolutionJ, updateMs }: EnergyCounter,
  readings: readonly Reading[],
): MeasuredEnergy | null {
  const [start, end] = [readings[0]!, readings.at(-1)!];
  if (start.joules === null || end.joules === null) return null;
  const joules = end.joules - start.joules;
  const ms = end.atMs - start.atMs;
  // Each of the two readings may be one update old and off by one step.
  const uncertaintyJ = 2 * resolutionJ + (2 * joules * updateMs) / Math.max(ms, updateMs);
  return { source, name, joules, uncertaintyJ, ms, powersW: computePowers(readings) };
}
