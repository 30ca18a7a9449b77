export interface Range {
  readonly min: number;
  readonly max: number;
}

const binCount = 2048;

/** A histogram of the values of an activation, with equal bins between the minimum and the maximum. */
export class Histogram {
  readonly range: Range;
  readonly counts = new Float64Array(binCount);

  /** @param range the minimum and maximum of all values that will be added */
  constructor(range: Range) {
    this.range = range;
  }

  add(values: Float32Array): void {
    const { min, max } = this.range;
    const scale = max > min ? binCount / (max - min) : 0;
    for (const value of values) {
      const bin = Math.min(binCount - 1, Math.max(0, Math.floor((value - min) * scale)));
      if (bin === bin) this.counts[bin]!++;
    }
  }

  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Returns the value below which a fraction of all values lies. */
  computeQuantile(fraction: number): number {
    const { min, max } = this.range;
    const { total } = this;
    let cumulativeCount = 0;
    for (const [bin, count] of this.counts.entries()) {
      cumulativeCount += count;
      if (cumulativeCount >= fraction * total && cumulativeCount > 0) return min + ((bin + 1) / binCount) * (max - min);
    }
    return max;
  }

  /** Yields the centre and count of every non-empty bin. */
  *iterateOccupiedBins(): Generator<readonly [value: number, count: number]> {
    const { min, max } = this.range;
    for (const [bin, count] of this.counts.entries())
      if (count > 0) yield [min + ((bin + 0.5) / binCount) * (max - min), count];
  }
}

/** Returns the central range that contains a fraction of all values, extended to include 0. */
export function findPercentileRange(histogram: Histogram, fraction = 0.999_99): Range {
  const tailFraction = (1 - fraction) / 2;
  const { min } = histogram.range;
  const low =
    histogram.counts[0]! > 0 ? Math.max(min, histogram.computeQuantile(tailFraction) - getBinWidth(histogram)) : min;
  return includeZero({ min: low, max: histogram.computeQuantile(1 - tailFraction) });
}

const getBinWidth = ({ range: { min, max } }: Histogram) => (max - min) / binCount;

/** Returns the shrunk range with the lowest expected squared error of rounding and clipping. */
export function findMseRange(histogram: Histogram, levels: number): Range {
  const fullRange = includeZero(histogram.range);
  let [best, minError] = [fullRange, Infinity];
  for (let fraction = 1; fraction > 0.29; fraction -= 0.02) {
    const candidate = { min: fullRange.min * fraction, max: fullRange.max * fraction };
    const step = (candidate.max - candidate.min) / (levels - 1);
    let error = 0;
    for (const [value, count] of histogram.iterateOccupiedBins()) {
      const clipped = value < candidate.min ? candidate.min - value : value > candidate.max ? value - candidate.max : 0;
      // Rounding is uniform over a step: its variance is step^2 / 12.
      error += count * (clipped > 0 ? clipped * clipped : (step * step) / 12);
    }
    if (error < minError) [best, minError] = [candidate, error];
  }
  return best;
}

/** Quantisation levels of the entropy method: the magnitudes of a signed 8-bit type. */
const entropyLevels = 128;

/**
 * Returns the symmetric range whose distribution in 128 levels has the lowest Kullback-Leibler divergence from that of
 * the values: S. Migacz, “8-bit Inference with TensorRT”, GTC 2017. Magnitudes beyond the threshold count as the
 * largest. With fewer values than bins, which would mostly be clipped, the whole range is returned.
 */
export function findEntropyRange(histogram: Histogram): Range {
  const { min, max } = histogram.range;
  const maxMagnitude = Math.max(-min, max);
  if (maxMagnitude === 0) return { min: 0, max: 0 };
  if (histogram.total < binCount) return includeZero(histogram.range);
  // Bins narrower than those of the histogram would leave every other one empty.
  const maxBins = Math.min(
    binCount,
    Math.max(entropyLevels, Math.floor(maxMagnitude / (getBinWidth(histogram) || Infinity))),
  );
  const magnitudes = new Float64Array(maxBins);
  for (const [value, count] of histogram.iterateOccupiedBins())
    magnitudes[Math.min(maxBins - 1, Math.floor((Math.abs(value) / maxMagnitude) * maxBins))]! += count;
  // 0 is always exact. After a ReLU it is so frequent that it would outweigh all other values. NVIDIA's
  // pytorch-quantization also replaces its count.
  magnitudes[0] = magnitudes[1]!;
  let [threshold, minDivergence] = [maxBins, Infinity];
  for (let bins = entropyLevels; bins <= maxBins; bins += Math.ceil(maxBins / entropyLevels)) {
    const divergence = computeDivergenceAt(magnitudes, bins);
    if (divergence < minDivergence) [threshold, minDivergence] = [bins, divergence];
  }
  const limit = (threshold / maxBins) * maxMagnitude;
  return includeZero({ min: Math.max(min, -limit), max: Math.min(max, limit) });
}

function computeDivergenceAt(magnitudes: Float64Array, bins: number): number {
  const clipped = magnitudes.slice(0, bins);
  let clippedCount = 0;
  for (let bin = bins; bin < magnitudes.length; bin++) clippedCount += magnitudes[bin]!;
  const reference = clipped.slice();
  reference[bins - 1]! += clippedCount;
  const approximation = new Float64Array(bins);
  for (let level = 0; level < entropyLevels; level++) {
    const start = Math.floor((level * bins) / entropyLevels);
    const end = Math.floor(((level + 1) * bins) / entropyLevels);
    let [sum, occupied] = [0, 0];
    for (let bin = start; bin < end; bin++) {
      sum += clipped[bin]!;
      if (reference[bin]! > 0) occupied++;
    }
    for (let bin = start; bin < end; bin++) if (reference[bin]! > 0) approximation[bin] = sum / occupied;
  }
  const sumCounts = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) || 1;
  const [referenceTotal, approximationTotal] = [sumCounts(reference), sumCounts(approximation)];
  let divergence = 0;
  for (const [bin, count] of reference.entries()) {
    if (count === 0) continue;
    const fraction = count / referenceTotal;
    divergence += fraction * Math.log(fraction / Math.max(approximation[bin]! / approximationTotal, 1e-12));
  }
  return divergence;
}

/** Extends a range to include 0, which quantised values must represent exactly because padding and ReLU produce it. */
export function includeZero({ min, max }: Range): Range {
  return { min: Math.min(0, min), max: Math.max(0, max) };
}
