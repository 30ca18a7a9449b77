import { compareAscending, median, quantile } from './quantiles.ts';

/** Times of two conditions that were measured close together, e.g. one ABBA block. */
export interface TimeBlock {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** Fewer blocks have no interval of 95%: even if all agree, chance does as well in 2 of 2^5 cases. */
export const minBlocks = 6;

/**
 * The ratio of the times of a to b, with its two-sided 95% interval and the two-sided p-value of equal times. The
 * machine's state drifts from block to block, but is much the same within one; so the samples are the ratios of medians by
 * block. Their logarithms are symmetric about the true one, since a and b could be exchanged; so the Hodges-Lehmann
 * estimate and the interval of Wilcoxon's signed-rank test apply (Hollander, Wolfe & Chicken 2014, 3.1-3.3), which need no
 * normal distribution and withstand blocks that the system disturbed.
 *
 * If one sample varies by 6% (standard deviation), with delays in one of twenty, 12 blocks of 6 samples of each find a
 * difference of 5% in over 90% of cases; the number needed grows with the square of the variation.
 * @returns `null` with fewer than `minBlocks`
 */
export function estimateInterleavedRatio(blocks: readonly TimeBlock[]): {
  readonly ratio: number;
  readonly interval: readonly [low: number, high: number];
  readonly p: number;
} | null {
  if (blocks.length < minBlocks) return null;
  const averages = listWalshAverages(blocks.map(({ a, b }) => Math.log(median(a) / median(b))));
  const cumulative = computeSignedRankCdf(blocks.length);
  const outside = cumulative.findIndex((probability) => probability > 0.025) - 1;
  const [low, high] = [averages[outside]!, averages.at(-1 - outside)!];
  const above = averages.reduce((sum, average) => sum + (Math.sign(average) + 1) / 2, 0);
  const extreme = Math.floor(Math.min(above, averages.length - above));
  return {
    ratio: Math.exp(quantile(averages, 0.5)),
    interval: [Math.exp(low), Math.exp(high)],
    p: Math.min(1, 2 * cumulative[extreme]!),
  };
}

/** The means of all pairs, each value with itself included, in ascending order. */
function listWalshAverages(values: readonly number[]): number[] {
  return values
    .flatMap((value, index) => values.slice(index).map((other) => (value + other) / 2))
    .sort(compareAscending);
}

/** The probability of each signed-rank statistic or a lower one, if all signs are equally likely. */
function computeSignedRankCdf(n: number): number[] {
  let probabilities = [1];
  for (let rank = 1; rank <= n; rank++) {
    // The rank is added or not, with probability one half.
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
