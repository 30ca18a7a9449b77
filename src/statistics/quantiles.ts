/**
 * Linear interpolation between order statistics: type 7 of Hyndman & Fan 1996, the default of numpy and R.
 * @param sorted ascending
 * @param probability 0 to 1: 0.5 for the median
 */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - below);
}

/** The middle value, or the mean of the middle two; NaN if there are no values. */
export function median(values: readonly number[]): number {
  return quantile(values.toSorted(compareAscending), 0.5);
}

/** Median of the absolute deviations from the median, unscaled. */
export function computeMedianAbsoluteDeviation(values: readonly number[]): number {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}

/** The interquartile range divided by the median. */
export function computeRelativeSpread(values: readonly number[]): number {
  const sorted = values.toSorted(compareAscending);
  return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / quantile(sorted, 0.5);
}

/** The order of numbers, for `sort`. */
export function compareAscending(a: number, b: number): number {
  return a - b;
}
