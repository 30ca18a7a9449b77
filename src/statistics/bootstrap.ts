import { compareAscending, quantile } from './quantiles.ts';

/**
 * Draws a bootstrap resample with replacement, of the original size.
 * @param counts overwritten with how often each item was drawn
 */
export function drawResample(counts: Uint32Array, random: () => number): void {
  counts.fill(0);
  const n = counts.length;
  for (let draw = 0; draw < n; draw++) {
    const item = Math.floor(random() * n);
    counts[item] = counts[item]! + 1;
  }
}

/**
 * Computes the percentile interval of bootstrap values (Efron & Tibshirani 1993, chapter 13).
 * @param level the confidence level of the two-sided interval
 */
export function computePercentileInterval(
  values: readonly number[],
  level = 0.95,
): readonly [low: number, high: number] {
  const sorted = values.toSorted(compareAscending);
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
}
