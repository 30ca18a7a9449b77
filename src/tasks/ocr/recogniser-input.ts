import type { Tensor } from '#core/engine/tensor.ts';
import { toNchw, type Channels } from '../pixels.ts';
import { resize, type PixelBlock } from './pixel-block.ts';

/** Scale from -1 to 1, BGR: for PP-OCR's recognisers and direction classifiers. */
const channels: Channels = { order: 'bgr', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] };

export function computeAspectRatio({ width, height }: PixelBlock): number {
  return width / height;
}

/** Lines in one tensor [places, 3, height, width]: each with its full height, at its left, the rest 0. */
export function createRecogniserInput(
  lines: readonly PixelBlock[],
  places: number,
  height: number,
  width: number,
): Tensor {
  const data = new Float32Array(places * 3 * height * width);
  for (const [index, line] of lines.entries()) {
    const filled = Math.min(width, Math.ceil(height * computeAspectRatio(line)));
    const values = toNchw(resize(line, filled, height).rgba, channels);
    for (let row = 0; row < 3 * height; row++)
      data.set(values.subarray(row * filled, (row + 1) * filled), (index * 3 * height + row) * width);
  }
  return { dtype: 'float32', shape: [places, 3, height, width], data };
}
