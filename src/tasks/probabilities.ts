import { AppError } from '#core/error.ts';
import type { Tensor } from '#core/tensor.ts';

/** A softmax that was quantised to 8 bits always has this step: TFLite fixes it. */
const byteStep = 1 / 256;

/**
 * The first `count` values as probabilities: unchanged where they are probabilities already, else by softmax.
 * @throws AppError model-unsupported where the element type is not one of uint8, int8, float16, float32
 */
export function probabilitiesOf(output: Tensor, count: number): Float32Array {
  switch (output.dtype) {
    case 'uint8':
      return Float32Array.from(output.data.subarray(0, count), (step) => step * byteStep);
    case 'int8':
      return Float32Array.from(output.data.subarray(0, count), (step) => (step + 128) * byteStep);
    case 'float16':
      return distribution(new Float32Array(new Float16Array(output.data.slice(0, count).buffer)));
    case 'float32':
      return distribution(output.data.subarray(0, count));
    default:
      throw new AppError('model-unsupported', { model: 'output', reason: 'output-type', type: output.dtype });
  }
}

/** How far a sum of probabilities may be from 1: float16 values of a thousand classes add up to such an error. */
const sumTolerance = 0.02;

/** A copy of the values if they are probabilities, else their softmax. */
export function distribution(values: Float32Array): Float32Array {
  const sum = values.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) < sumTolerance && values.every((value) => value >= 0)) return values.slice();
  return softmax(values);
}

/** exp(value) over the sum of all, as a copy. */
export function softmax(values: Float32Array): Float32Array {
  const highest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const weights = values.map((value) => Math.exp(value - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
