/**
 * The distribution-free interval of a quantile, whose ends are samples (Conover 1999, section 3.2): the number of samples
 * below a quantile is binomial. It treats the samples as independent.
 * @param sorted ascending
 * @param alpha the one-sided error of each end
 * @returns `null` if there are too few samples for both ends
 */
export function quantileInterval(
  sorted: readonly number[],
  share: number,
  alpha = 0.05,
): readonly [low: number, high: number] | null {
  const n = sorted.length;
  let cumulative = 0;
  let low: number | undefined;
  /** By its logarithm, which does not underflow for many samples. */
  let logProbability = n * Math.log1p(-share);
  for (let below = 0; below < n; below++) {
    cumulative += Math.exp(logProbability);
    if (cumulative <= alpha) low = sorted[below];
    if (cumulative >= 1 - alpha) return low === undefined ? null : [low, sorted[below]!];
    logProbability += Math.log((n - below) / (below + 1)) + Math.log(share / (1 - share));
  }
  return null;
}
