/**
 * Finds the distribution-free interval of a quantile, whose ends are samples (Conover 1999, section 3.2). The number of
 * samples below a quantile is binomial if the samples are independent.
 * @param sorted ascending
 * @param probability the probability of the quantile, 0 to 1: 0.5 for the median
 * @param alpha the one-sided error of each end; the default gives a two-sided interval of 90% confidence, each end of
 *   which is a one-sided bound of 95% confidence
 * @returns `null` if there are too few samples for both ends
 */
export function findQuantileInterval(
  sorted: readonly number[],
  probability: number,
  alpha = 0.05,
): readonly [low: number, high: number] | null {
  const n = sorted.length;
  let cumulative = 0;
  let low: number | undefined;
  /** The logarithm of the probability of this many samples below the quantile, to avoid underflow. */
  let logTerm = n * Math.log1p(-probability);
  for (let below = 0; below < n; below++) {
    cumulative += Math.exp(logTerm);
    if (cumulative <= alpha) low = sorted[below];
    if (cumulative >= 1 - alpha) return low === undefined ? null : [low, sorted[below]!];
    logTerm += Math.log((n - below) / (below + 1)) + Math.log(probability / (1 - probability));
  }
  return null;
}
