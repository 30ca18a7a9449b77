import { AppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/**
 * Returns the data of the output `name`, without a copy.
 * @throws AppError model-unsupported if it is missing or not float32
 */
export function readFloats(outputs: Tensors, name: string): Float32Array {
  const tensor = outputs[name];
  if (tensor?.dtype === 'float32') return tensor.data;
  if (tensor) throw new AppError('model-unsupported', { model: name, reason: 'output-type', type: tensor.dtype });
  const there = Object.keys(outputs).join(', ');
  throw new AppError('model-unsupported', { model: name, reason: 'output-missing', there });
}
