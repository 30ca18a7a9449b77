import type { Head } from './head.ts';

/** Subtracts the mean of each feature and multiplies all by one factor, which preserves their proportions. */
export interface Scaling {
  readonly mean: Float64Array;
  readonly factor: number;
}

/**
 * Computes the scaling to an average variance of 1.
 * @param rows at least one, all of the same length
 */
export function chooseScaling(rows: readonly Float32Array[]): Scaling {
  const { length } = rows[0]!;
  const mean = new Float64Array(length);
  for (const features of rows)
    for (let index = 0; index < length; index++) mean[index]! += features[index]! / rows.length;
  let squaredSum = 0;
  for (const features of rows)
    for (let index = 0; index < length; index++) squaredSum += (features[index]! - mean[index]!) ** 2;
  const variance = squaredSum / (rows.length * length);
  return { mean, factor: variance > 0 ? 1 / Math.sqrt(variance) : 1 };
}

/** Scales the features of one example; returns a copy of the same length. */
export function scaleFeatures(features: Float32Array, { mean, factor }: Scaling): Float32Array<ArrayBuffer> {
  return Float32Array.from(features, (value, index) => (value - mean[index]!) * factor);
}

/**
 * Converts a head to parameters for scaled features.
 * @returns the weights [labels, length], row-major, then the biases
 */
export function scaleHead(
  { labels, length, weights, bias }: Head,
  { mean, factor }: Scaling,
): Float64Array<ArrayBuffer> {
  const parameters = new Float64Array(labels.length * (length + 1));
  for (let label = 0; label < labels.length; label++) {
    let scaledBias = bias[label]!;
    for (let index = 0; index < length; index++) {
      const weight = weights[label * length + index]!;
      parameters[label * length + index] = weight / factor;
      scaledBias += weight * mean[index]!;
    }
    parameters[labels.length * length + label] = scaledBias;
  }
  return parameters;
}

/**
 * Converts parameters for scaled features to a head; the inverse of {@link scaleHead}.
 * @param parameters the weights [labels, length], row-major, then the biases
 */
export function unscaleHead(parameters: Float64Array, labels: readonly string[], { mean, factor }: Scaling): Head {
  const { length } = mean;
  const weights = new Float32Array(labels.length * length);
  const bias = new Float32Array(labels.length);
  for (let label = 0; label < labels.length; label++) {
    let scaledBias = parameters[labels.length * length + label]!;
    for (let index = 0; index < length; index++) {
      const weight = parameters[label * length + index]! * factor;
      weights[label * length + index] = weight;
      scaledBias -= weight * mean[index]!;
    }
    bias[label] = scaledBias;
  }
  return { labels, length, weights, bias };
}
