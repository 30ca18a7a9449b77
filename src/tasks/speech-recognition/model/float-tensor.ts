import { fromFloat16, toFloat16 } from '#core/encoding/float16.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import type { FloatType } from '../roles.ts';

/**
 * Creates a tensor of floating-point numbers in the data type that a graph expects. A float32 tensor shares `values`.
 */
export function createFloatTensor(dtype: FloatType, shape: readonly number[], values: Float32Array): Tensor {
  return dtype === 'float32'
    ? { dtype, shape, data: values }
    : { dtype, shape, data: Uint16Array.from(values, toFloat16) };
}

/**
 * Reads the elements of a tensor from `start` to `end` (exclusive), as a view if it is float32; `null` if the tensor
 * has no floating-point type.
 */
export function readFloatRange({ dtype, data }: Tensor, start: number, end: number): Float32Array | null {
  if (dtype === 'float32') return data.subarray(start, end);
  return dtype === 'float16' ? Float32Array.from(data.subarray(start, end), fromFloat16) : null;
}
