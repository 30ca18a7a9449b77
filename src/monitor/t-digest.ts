/** The maximum number of centroids. A centroid at the 99th percentile has about 1% of the values. */
const compression = 64;
const maxBuffered = 256;

/** A stored digest: minimum, maximum, then the mean and the weight of each centroid in turn. */
export type PackedDigest = Readonly<Float32Array>;

/**
 * Estimates quantiles of a stream of numbers in little memory: the merging t-digest with scale function k1 (Dunning &
 * Ertl 2019, https://arxiv.org/abs/1902.04023). Digests can be merged, even after they were stored.
 */
export class TDigest {
  #means: readonly number[] = [];
  #weights: readonly number[] = [];
  #min = Infinity;
  #max = -Infinity;
  #count = 0;
  readonly #buffer = new Float64Array(maxBuffered);
  #buffered = 0;

  /** @param packed what {@link pack} returned */
  static unpack(packed: PackedDigest): TDigest {
    const digest = new TDigest();
    digest.merge(packed);
    return digest;
  }

  /** The number of values. */
  get count(): number {
    return this.#count + this.#buffered;
  }

  /** Ignores values that are not finite. */
  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.#buffer[this.#buffered++] = value;
    if (this.#buffered === maxBuffered) this.#flush();
  }

  merge(packed: PackedDigest): void {
    this.#flush();
    if (packed.length < 4) return;
    this.#min = Math.min(this.#min, packed[0]!);
    this.#max = Math.max(this.#max, packed[1]!);
    const centroids = packed.subarray(2);
    const means = centroids.filter((_, at) => at % 2 === 0);
    const weights = centroids.filter((_, at) => at % 2 === 1);
    this.#mergeCentroids(means, (at) => weights[at]!);
  }

  /**
   * Estimates a quantile by interpolation between the middles of the centroids; NaN without values.
   * @param probability 0 to 1
   */
  estimateQuantile(probability: number): number {
    this.#flush();
    const [means, weights] = [this.#means, this.#weights];
    const rank = probability * this.#count;
    let [previousRank, previousMean] = [0, this.#min];
    let before = 0;
    for (const [index, mean] of means.entries()) {
      const weight = weights[index]!;
      const middle = before + weight / 2;
      if (rank <= middle) return interpolate(rank, previousRank, middle, previousMean, mean);
      [previousRank, previousMean] = [middle, mean];
      before += weight;
    }
    return this.#count === 0 ? Number.NaN : interpolate(rank, previousRank, before, previousMean, this.#max);
  }

  pack(): PackedDigest {
    this.#flush();
    const packed = new Float32Array(2 + 2 * this.#means.length);
    packed[0] = this.#min;
    packed[1] = this.#max;
    for (const [index, mean] of this.#means.entries()) packed.set([mean, this.#weights[index]!], 2 + 2 * index);
    return packed;
  }

  #flush(): void {
    if (this.#buffered === 0) return;
    const values = this.#buffer.subarray(0, this.#buffered).sort();
    this.#buffered = 0;
    this.#min = Math.min(this.#min, values[0]!);
    this.#max = Math.max(this.#max, values.at(-1)!);
    this.#mergeCentroids(values, () => 1);
  }

  /**
   * Merges ascending means with those of this digest. Neighbours become one centroid if it spans at most 1 on the scale
   * k1.
   */
  #mergeCentroids(added: ArrayLike<number>, addedWeight: (at: number) => number): void {
    const [own, ownWeights] = [this.#means, this.#weights];
    for (let index = 0; index < added.length; index++) this.#count += addedWeight(index);
    const [means, weights]: [number[], number[]] = [[], []];
    let [before, limit, ownAt, addedAt, last] = [0, 0, 0, 0, -1];
    while (ownAt < own.length || addedAt < added.length) {
      const isOwn = addedAt >= added.length || own[ownAt]! <= added[addedAt]!;
      const mean = isOwn ? own[ownAt]! : added[addedAt]!;
      const weight = isOwn ? ownWeights[ownAt++]! : addedWeight(addedAt++);
      if (last >= 0 && before + weights[last]! + weight <= limit) {
        weights[last]! += weight;
        means[last]! += ((mean - means[last]!) * weight) / weights[last]!;
        continue;
      }
      if (last >= 0) before += weights[last]!;
      last = means.push(mean) - 1;
      weights.push(weight);
      limit = this.#count * computeNextLimit(before / this.#count);
    }
    [this.#means, this.#weights] = [means, weights];
  }
}

/** Returns the quantile that is 1 further on the scale `k1(q) = compression / (2 pi) * asin(2 q - 1)`. */
function computeNextLimit(quantile: number): number {
  const angle = Math.asin(2 * quantile - 1) + (2 * Math.PI) / compression;
  return angle >= Math.PI / 2 ? 1 : (Math.sin(angle) + 1) / 2;
}

function interpolate(rank: number, from: number, to: number, low: number, high: number): number {
  return to <= from ? high : low + ((high - low) * (rank - from)) / (to - from);
}
