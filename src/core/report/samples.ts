import type { SteadyState } from './steady-state.ts';

/** The samples used for the statistics; from a link, spread evenly over their bins. */
export function listCountedSamples({ samplesMs, excluded, histogram }: SteadyState): number[] {
  if (histogram) {
    return histogram.bins.flatMap(([index, count]) =>
      Array.from({ length: count }, (_, rank) => (index + (rank + 0.5) / count) * histogram.widthMs),
    );
  }
  const skipped = new Set(excluded);
  return samplesMs.filter((_, index) => !skipped.has(index));
}
