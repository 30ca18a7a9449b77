/**
 * Computes the median of each coordinate. Like the trimmed mean, it limits poisoning: a minority of updates cannot move
 * a coordinate beyond the range of the others (Yin et al. 2018, arXiv:1803.01498). Both need the individual updates,
 * which secure aggregation hides.
 * @param updates at least one; all of the same length
 */
export function computeMedian(updates: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  return combineByCoordinate(updates, (sorted) => {
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  });
}

/**
 * Computes the mean of each coordinate without its largest and smallest values (Yin et al. 2018).
 * @param trimmedFraction the fraction of values to omit at each end, below 0.5. With three or more values, at least one
 * is omitted at each end
 */
export function computeTrimmedMean(
  updates: readonly Float64Array[],
  trimmedFraction: number,
): Float64Array<ArrayBuffer> {
  const count = updates.length < 3 ? 0 : Math.max(1, Math.floor(trimmedFraction * updates.length));
  return combineByCoordinate(updates, (sorted) => {
    const middleValues = sorted.subarray(count, sorted.length - count);
    return middleValues.reduce((sum, value) => sum + value, 0) / middleValues.length;
  });
}

function combineByCoordinate(
  updates: readonly Float64Array[],
  combine: (sorted: Float64Array) => number,
): Float64Array<ArrayBuffer> {
  const values = new Float64Array(updates.length);
  return Float64Array.from(updates[0]!, (_, coordinate) => {
    for (const [index, update] of updates.entries()) values[index] = update[coordinate]!;
    return combine(values.sort());
  });
}
