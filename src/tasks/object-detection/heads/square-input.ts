import type { GraphSignature } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** Side of the square image that is a model's only input, float32 NCHW of a fixed size; `null` for other inputs. */
export function getSquareSide({ inputs }: GraphSignature): number | null {
  const [input] = inputs;
  if (inputs.length !== 1 || input?.dtype !== 'float32' || input.shape.length !== 4) return null;
  const [, channels, height, width] = input.shape;
  return channels === 3 && typeof width === 'number' && width === height ? width : null;
}

/**
 * Creates the only input of a model, float32 [1, 3, side, side].
 * @param data normalised pixels in this layout; not copied
 */
export function createSquareInput({ inputs }: GraphSignature, side: number, data: Float32Array): Tensors {
  return { [inputs[0]!.name]: { dtype: 'float32', shape: [1, 3, side, side], data } };
}
