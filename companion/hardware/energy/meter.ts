import type { EnergySource } from '#core/engine/hardware.ts';
import type { EnergyCounter } from './counter.ts';

/** The energy that one source measured during some work. */
export interface MeasuredEnergy {
  readonly source: EnergySource;
  readonly name: string;
  /** Everything that the source covers, idle power included: other programs count, too. */
  readonly joules: number;
  /** Half the width of the interval in which the energy is, by the source's steps and the time between its updates. */
  readonly uncertaintyJ: number;
  readonly ms: number;
}

/** How often counters are read meanwhile: power is integrated, and a counter may start again from 0. */
const pollMs = 500;

/**
 * Measures the energy of `work` by every counter; those that could not be read at its end are omitted. Counters of
 * different sources are not to be added: a battery also feeds the processor.
 */
export async function measureEnergy<T>(
  counters: readonly EnergyCounter[],
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly energy: readonly MeasuredEnergy[] }> {
  const before = await Promise.all(counters.map((counter) => counter.read()));
  const startedMs = performance.now();
  let polling: Promise<unknown> = Promise.resolve();
  const poll = setInterval(() => {
    polling = polling.then(() => Promise.all(counters.map((counter) => counter.read())));
  }, pollMs);
  try {
    const result = await work();
    const ms = performance.now() - startedMs;
    await polling;
    const after = await Promise.all(counters.map((counter) => counter.read()));
    const energy = counters.flatMap((counter, at) => {
      const [from, to] = [before[at] ?? null, after[at] ?? null];
      return from === null || to === null ? [] : [energyOf(counter, to - from, ms)];
    });
    return { result, energy };
  } finally {
    clearInterval(poll);
  }
}

function energyOf({ source, name, resolutionJ, updateMs }: EnergyCounter, joules: number, ms: number): MeasuredEnergy {
  // Each of the two readings may be one update old, and one step off.
  const uncertaintyJ = 2 * resolutionJ + (2 * joules * updateMs) / Math.max(ms, updateMs);
  return { source, name, joules, uncertaintyJ, ms };
}
