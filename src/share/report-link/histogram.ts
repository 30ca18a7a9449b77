import { maxHistogramBins } from '#bench/method.ts';
import type { Histogram } from '#core/report/steady-state.ts';

/** The possible bin widths: 1, 2 and 5 times powers of ten, from a nanosecond to over an hour. */
const widthsMs = Array.from({ length: 13 }, (_, power) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${power - 6}`)),
).flat();

/**
 * Builds the finest histogram with at most `filledBins` non-empty bins (R7).
 * @param samplesMs finite, at least 0
 */
export function buildHistogram(samplesMs: readonly number[], filledBins: number = maxHistogramBins): Histogram {
  for (const widthMs of widthsMs) {
    const counts = new Map<number, number>();
    for (const sample of samplesMs) {
      const index = Math.floor(sample / widthMs);
      counts.set(index, (counts.get(index) ?? 0) + 1);
      if (counts.size > filledBins) break;
    }
    if (counts.size <= filledBins) return { widthMs, bins: [...counts].sort(([a], [b]) => a - b) };
  }
  throw new RangeError('samples longer than an hour');
}
