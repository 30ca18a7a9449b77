import { AppError } from '#core/errors/error.ts';
import type { Tensor } from '#core/engine/tensor.ts';

/**
 * The scale of a softmax quantised to 8 bits, whose zero point is 0 for uint8 and -128 for int8: LiteRT's quantisation
 * specification (https://ai.google.dev/edge/litert/models/quantization_spec) fixes both.
 */
const quantisedScale = 1 / 256;

/**
 * Converts the first `count` values of an output to probabilities: unchanged if they already are, otherwise by softmax.
 * @throws AppError model-unsupported if the element type is not uint8, int8, float16 or float32
 */
export function toProbabilities(output: Tensor, count: number): Float32Array {
  switch (output.dtype) {
    case 'uint8':
      return Float32Array.from(output.data.subarray(0, count), (quantised) => quantised * quantisedScale);
    case 'int8':
      return Float32Array.from(output.data.subarray(0, count), (quantised) => (quantised + 128) * quantisedScale);
    case 'float16':
      return toDistribution(new Float32Array(new Float16Array(output.data.slice(0, count).buffer)));
    case 'float32':
      return toDistribution(output.data.subarray(0, count));
    default:
      throw new AppError('model-unsupported', { model: 'output', reason: 'output-type', type: output.dtype });
  }
}

/** Tolerance for the sum of probabilities: above the rounding error of a thousand float16 values. */
const sumTolerance = 0.02;

/** Returns a copy of the values if they are probabilities, otherwise their softmax. */
export function toDistribution(values: Float32Array): Float32Array {
  const sum = values.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) < sumTolerance && values.every((value) => value >= 0)) return values.slice();
  return softmax(values);
}

/** Computes the softmax of one row of logits as a copy, with the maximum subtracted first to avoid overflow. */
export function softmax(values: Float32Array): Float32Array {
  const max = values.reduce((highest, value) => Math.max(highest, value), -Infinity);
  const weights = values.map((value) => Math.exp(value - max));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
