import type { Head } from './head.ts';

/** Features less their mean, times one factor for all, which keeps their proportions. */
export interface Scaling {
  readonly mean: Float64Array;
  readonly factor: number;
}

/**
 * The scaling after which the variance of the features is 1 on average.
 * @param rows at least one; all of the same length
 */
export function chooseScaling(rows: readonly Float32Array[]): Scaling {
  const { length } = rows[0]!;
  const mean = new Float64Array(length);
  for (const features of rows)
    for (let index = 0; index < length; index++) mean[index]! += features[index]! / rows.length;
  let squares = 0;
  for (const features of rows)
    for (let index = 0; index < length; index++) squares += (features[index]! - mean[index]!) ** 2;
  const variance = squares / (rows.length * length);
  return { mean, factor: variance > 0 ? 1 / Math.sqrt(variance) : 1 };
}

export function scaleFeatures(features: Float32Array, { mean, factor }: Scaling): Float32Array<ArrayBuffer> {
  return Float32Array.from(features, (value, index) => (value - mean[index]!) * factor);
}

/**
 * The parameters of a head for scaled features.
 * @returns the weights [labels, length], row-major, then the biases
 */
export function toScaled(
  { labels, length, weights, bias }: Head,
  { mean, factor }: Scaling,
): Float64Array<ArrayBuffer> {
  const parameters = new Float64Array(labels.length * (length + 1));
  for (let label = 0; label < labels.length; label++) {
    let offset = bias[label]!;
    for (let index = 0; index < length; index++) {
      const weight = weights[label * length + index]!;
      parameters[label * length + index] = weight / factor;
      offset += weight * mean[index]!;
    }
    parameters[labels.length * length + label] = offset;
  }
  return parameters;
}

/** The head for features that are not scaled; the inverse of {@link toScaled}. */
export function fromScaled(parameters: Float64Array, labels: readonly string[], { mean, factor }: Scaling): Head {
  const { length } = mean;
  const weights = new Float32Array(labels.length * length);
  const bias = new Float32Array(labels.length);
  for (let label = 0; label < labels.length; label++) {
    let offset = parameters[labels.length * length + label]!;
    for (let index = 0; index < length; index++) {
      const weight = parameters[label * length + index]! * factor;
      weights[label * length + index] = weight;
      offset -= weight * mean[index]!;
    }
    bias[label] = offset;
  }
  return { labels, length, weights, bias };
}
