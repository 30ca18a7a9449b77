/**
 * The distribution-free interval of a quantile; its ends are samples (Conover 1999, section 3.2): the number of samples
 * below a quantile is binomial. It treats the samples as independent.
 * @param sorted ascending
 * @param probability of the quantile, 0 to 1: 0.5 for the median
 * @param alpha the one-sided error of each end: the default makes a two-sided interval of 90% confidence, of which each end
 *   is a one-sided bound of 95%
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
  /** The probability of this many samples below, as a logarithm, which does not underflow for many samples. */
  let logTerm = n * Math.log1p(-probability);
  for (let below = 0; below < n; below++) {
    cumulative += Math.exp(logTerm);
    if (cumulative <= alpha) low = sorted[below];
    if (cumulative >= 1 - alpha) return low === undefined ? null : [low, sorted[below]!];
    logTerm += Math.log((n - below) / (below + 1)) + Math.log(probability / (1 - probability));
  }
  return null;
}
