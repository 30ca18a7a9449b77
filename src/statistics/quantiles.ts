/**
 * Computes a quantile by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996, the default of
 * NumPy and R).
 * @param sorted ascending
 * @param probability 0 to 1; 0.5 for the median
 */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const rank = (sorted.length - 1) * probability;
  const below = Math.floor(rank);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.ceil(rank)] ?? Number.NaN;
  return low + (high - low) * (rank - below);
}

/** Computes the median; NaN without values. */
export function median(values: readonly number[]): number {
  return quantile(values.toSorted(compareAscending), 0.5);
}

/** Computes the unscaled median of the absolute deviations from the median. */
export function computeMedianAbsoluteDeviation(values: readonly number[]): number {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}

/** Computes the interquartile range divided by the median. */
export function computeRelativeSpread(values: readonly number[]): number {
  const sorted = values.toSorted(compareAscending);
  return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / quantile(sorted, 0.5);
}

/** Compares numbers for an ascending `sort`. */
export function compareAscending(a: number, b: number): number {
  return a - b;
}
