import { compareAscending, median, quantile } from './quantiles.ts';

/** Times of two conditions measured close together, such as one ABBA block. */
export interface TimeBlock {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** Minimum number of blocks for a 95% interval. With 5 blocks, all agree by chance in 2 of 2^5 cases. */
export const minBlocks = 6;

/**
 * Estimates the ratio of the times of a to b, with its two-sided 95% interval and the two-sided p-value of equal times.
 * The machine's state drifts between blocks but hardly within one, so the samples are the ratios of medians per block.
 * Their logarithms are symmetric about the true value, because a and b are exchangeable. The Hodges-Lehmann estimate
 * and the interval of Wilcoxon's signed-rank test (Hollander, Wolfe & Chicken 2014, 3.1-3.3) therefore apply, which
 * assume no normal distribution and are robust to disturbed blocks.
 *
 * If samples vary by 6% (standard deviation) with delays in one of twenty, 12 blocks of 6 samples each detect a
 * difference of 5% in over 90% of cases. The required number grows with the square of the variation.
 * @returns `null` with fewer than `minBlocks` blocks
 */
export function estimateInterleavedRatio(blocks: readonly TimeBlock[]): {
  readonly ratio: number;
  readonly interval: readonly [low: number, high: number];
  readonly p: number;
} | null {
  if (blocks.length < minBlocks) return null;
  const averages = listWalshAverages(blocks.map(({ a, b }) => Math.log(median(a) / median(b))));
  const cumulative = computeSignedRankCdf(blocks.length);
  const excludedCount = cumulative.findIndex((probability) => probability > 0.025) - 1;
  const [low, high] = [averages[excludedCount]!, averages.at(-1 - excludedCount)!];
  const positiveCount = averages.reduce((sum, average) => sum + (Math.sign(average) + 1) / 2, 0);
  const extreme = Math.floor(Math.min(positiveCount, averages.length - positiveCount));
  return {
    ratio: Math.exp(quantile(averages, 0.5)),
    interval: [Math.exp(low), Math.exp(high)],
    p: Math.min(1, 2 * cumulative[extreme]!),
  };
}

/** Returns the means of all pairs, including each value with itself, in ascending order. */
function listWalshAverages(values: readonly number[]): number[] {
  return values
    .flatMap((value, index) => values.slice(index).map((other) => (value + other) / 2))
    .sort(compareAscending);
}

/** Computes the cumulative distribution of the signed-rank statistic under equally likely signs. */
function computeSignedRankCdf(n: number): number[] {
  let probabilities = [1];
  for (let rank = 1; rank <= n; rank++) {
    // Each rank is included with probability one half.
    const next = Array.from({ length: probabilities.length + rank }, () => 0);
    for (const [sum, probability] of probabilities.entries()) {
      next[sum]! += probability / 2;
      next[sum + rank]! += probability / 2;
    }
    probabilities = next;
  }
  let total = 0;
  return probabilities.map((probability) => (total += probability));
}
