import type { GraphSignature } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** RGB from 0 to 1, as Ultralytics' models expect it. */
export const unitRange = { order: 'rgb', mean: [0, 0, 0], std: [255, 255, 255] } as const;

/** Side of the square image that a model takes as its one input, float32 NCHW of a fixed size; otherwise `null`. */
export function getSquareSide({ inputs }: GraphSignature): number | null {
  const [input] = inputs;
  if (inputs.length !== 1 || input?.dtype !== 'float32' || input.shape.length !== 4) return null;
  const [, channels, height, width] = input.shape;
  return channels === 3 && typeof width === 'number' && width === height ? width : null;
}

export function createSquareInput({ inputs }: GraphSignature, side: number, data: Float32Array): Tensors {
  return { [inputs[0]!.name]: { dtype: 'float32', shape: [1, 3, side, side], data } };
}
