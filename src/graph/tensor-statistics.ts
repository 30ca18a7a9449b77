/** The values of a stored tensor, read in chunks to limit memory use. */
export interface StoredValues {
  readonly elements: number;
  /**
   * Reads all values in order.
   * @throws AppError file-unreadable | model-corrupt
   */
  readChunks(): AsyncIterable<ArrayLike<number>>;
}

export interface TensorStatistics {
  readonly elements: number;
  /** Range of the finite values; `null` if there are none. */
  readonly range: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly deviation: number;
  } | null;
  /** Elements that are exactly zero. */
  readonly zeros: number;
  /** Elements that are infinite or not a number. */
  readonly notFinite: number;
  /** Elements in {@link histogramBins} intervals of equal width from min to max; the last one contains max. */
  readonly histogram: readonly number[];
}

const histogramBins = 48;

/**
 * Reads the values twice: for the range, then for the histogram.
 * @throws any error of `StoredValues.readChunks`
 */
export async function computeTensorStatistics(values: StoredValues): Promise<TensorStatistics> {
  let [min, max, sum, squares, zeros, notFinite, finite] = [Infinity, -Infinity, 0, 0, 0, 0, 0];
  let offset = 0;
  for await (const chunk of values.readChunks()) {
    for (let index = 0; index < chunk.length; index++) {
      const value = chunk[index]!;
      if (!Number.isFinite(value)) {
        notFinite++;
        continue;
      }
      if (finite++ === 0) offset = value;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) zeros++;
      // Relative to the first value, so a large mean does not cancel a small deviation.
      sum += value - offset;
      squares += (value - offset) ** 2;
    }
  }
  const histogram = Array.from({ length: histogramBins }, () => 0);
  if (finite === 0) return { elements: values.elements, range: null, zeros, notFinite, histogram };
  const scale = max > min ? histogramBins / (max - min) : 0;
  for await (const chunk of values.readChunks()) {
    for (let index = 0; index < chunk.length; index++) {
      const value = chunk[index]!;
      if (Number.isFinite(value)) histogram[Math.min(histogramBins - 1, Math.floor((value - min) * scale))]!++;
    }
  }
  const deviation = Math.sqrt(Math.max(0, squares / finite - (sum / finite) ** 2));
  return {
    elements: values.elements,
    range: { min, max, mean: offset + sum / finite, deviation },
    zeros,
    notFinite,
    histogram,
  };
}
