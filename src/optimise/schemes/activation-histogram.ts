export interface Range {
  readonly min: number;
  readonly max: number;
}

const binCount = 2048;

/** How often values of an activation occur, in equal bins between the smallest and the largest. */
export class Histogram {
  readonly range: Range;
  readonly counts = new Float64Array(binCount);

  /** @param range the smallest and the largest value that will be added */
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

  /** The value below which a fraction of all values lies. */
  computeQuantile(fraction: number): number {
    const { min, max } = this.range;
    const { total } = this;
    let below = 0;
    for (const [bin, count] of this.counts.entries()) {
      below += count;
      if (below >= fraction * total && below > 0) return min + ((bin + 1) / binCount) * (max - min);
    }
    return max;
  }

  /** The middles of the bins with values in them, and how many there are. */
  *iterateOccupiedBins(): Generator<readonly [value: number, count: number]> {
    const { min, max } = this.range;
    for (const [bin, count] of this.counts.entries())
      if (count > 0) yield [min + ((bin + 0.5) / binCount) * (max - min), count];
  }
}

/** Without the outer values that lie beyond a fraction of all, half of them on each side; 0 remains in the range. */
export function findPercentileRange(histogram: Histogram, fraction = 0.999_99): Range {
  const outside = (1 - fraction) / 2;
  const { min } = histogram.range;
  const low =
    histogram.counts[0]! > 0 ? Math.max(min, histogram.computeQuantile(outside) - getBinWidth(histogram)) : min;
  return withZero({ min: low, max: histogram.computeQuantile(1 - outside) });
}

const getBinWidth = ({ range: { min, max } }: Histogram) => (max - min) / binCount;

/** Of several smaller ranges, that with the least expected squared error of rounding and clipping. */
export function findMseRange(histogram: Histogram, levels: number): Range {
  const whole = withZero(histogram.range);
  let [best, least] = [whole, Infinity];
  for (let fraction = 1; fraction > 0.29; fraction -= 0.02) {
    const tried = { min: whole.min * fraction, max: whole.max * fraction };
    const step = (tried.max - tried.min) / (levels - 1);
    let error = 0;
    for (const [value, count] of histogram.iterateOccupiedBins()) {
      const clipped = value < tried.min ? tried.min - value : value > tried.max ? value - tried.max : 0;
      // Rounding is uniform over a step: its variance is step^2 / 12.
      error += count * (clipped > 0 ? clipped * clipped : (step * step) / 12);
    }
    if (error < least) [best, least] = [tried, error];
  }
  return best;
}

/** Quantised bins of the entropy method, for 8 bits with a sign. */
const entropyLevels = 128;

/**
 * The range whose distribution in 128 levels has the least Kullback-Leibler divergence from the distribution of the
 * values, as in S. Migacz, “8-bit Inference with TensorRT”, GTC 2017: by magnitude, values beyond the threshold count
 * as the largest. The whole range if there are fewer values than bins, which have no distribution: most of them would
 * be clipped.
 */
export function findEntropyRange(histogram: Histogram): Range {
  const { min, max } = histogram.range;
  const maxMagnitude = Math.max(-min, max);
  if (maxMagnitude === 0) return { min: 0, max: 0 };
  if (histogram.total < binCount) return withZero(histogram.range);
  // As wide as the bins of the histogram: with narrower bins, every other one would be empty.
  const maxBins = Math.min(
    binCount,
    Math.max(entropyLevels, Math.floor(maxMagnitude / (getBinWidth(histogram) || Infinity))),
  );
  const magnitudes = new Float64Array(maxBins);
  for (const [value, count] of histogram.iterateOccupiedBins())
    magnitudes[Math.min(maxBins - 1, Math.floor((Math.abs(value) / maxMagnitude) * maxBins))]! += count;
  // 0 is always exact. After a ReLU it is so frequent that the other values would not count, as in NVIDIA's
  // pytorch-quantization.
  magnitudes[0] = magnitudes[1]!;
  let [threshold, least] = [maxBins, Infinity];
  for (let bins = entropyLevels; bins <= maxBins; bins += Math.ceil(maxBins / entropyLevels)) {
    const divergence = computeDivergenceAt(magnitudes, bins);
    if (divergence < least) [threshold, least] = [bins, divergence];
  }
  const limit = (threshold / maxBins) * maxMagnitude;
  return withZero({ min: Math.max(min, -limit), max: Math.min(max, limit) });
}

function computeDivergenceAt(magnitudes: Float64Array, bins: number): number {
  const clipped = magnitudes.slice(0, bins);
  let outside = 0;
  for (let bin = bins; bin < magnitudes.length; bin++) outside += magnitudes[bin]!;
  const reference = clipped.slice();
  reference[bins - 1]! += outside;
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
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) || 1;
  const [all, approximated] = [total(reference), total(approximation)];
  let divergence = 0;
  for (const [bin, count] of reference.entries()) {
    if (count === 0) continue;
    const fraction = count / all;
    divergence += fraction * Math.log(fraction / Math.max(approximation[bin]! / approximated, 1e-12));
  }
  return divergence;
}

/** Quantised values have to represent 0 exactly: padding and ReLU produce it. */
export function withZero({ min, max }: Range): Range {
  return { min: Math.min(0, min), max: Math.max(0, max) };
}
