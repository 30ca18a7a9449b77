import type { SteadyState } from './steady-state.ts';

/**
 * Lists the samples that the statistics include. A report from a link has only a histogram, so its samples are spread
 * evenly over their bins.
 */
export function listCountedSamples({ samplesMs, excluded, histogram }: SteadyState): number[] {
  if (histogram) {
    return histogram.bins.flatMap(([index, count]) =>
      Array.from({ length: count }, (_, rank) => (index + (rank + 0.5) / count) * histogram.widthMs),
    );
  }
  const excludedIndices = new Set(excluded);
  return samplesMs.filter((_, index) => !excludedIndices.has(index));
}
