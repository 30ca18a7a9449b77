import type { Tensor } from '#core/engine/tensor.ts';
import { toNchw, type Channels } from '../pixels.ts';
import { resize, type PixelBlock } from './pixel-block.ts';

/** BGR from -1 to 1, as PP-OCR's recognisers and direction classifiers expect it. */
const channels: Channels = { order: 'bgr', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] };

export function computeAspectRatio({ width, height }: PixelBlock): number {
  return width / height;
}

/**
 * Encodes lines in one tensor [batchSize, 3, height, width]. Each is scaled to the full height and padded with 0 on the
 * right; unused elements of the batch are 0.
 */
export function createRecogniserInput(
  lines: readonly PixelBlock[],
  batchSize: number,
  height: number,
  width: number,
): Tensor {
  const data = new Float32Array(batchSize * 3 * height * width);
  for (const [index, line] of lines.entries()) {
    const lineWidth = Math.min(width, Math.ceil(height * computeAspectRatio(line)));
    const values = toNchw(resize(line, lineWidth, height).rgba, channels);
    for (let row = 0; row < 3 * height; row++)
      data.set(values.subarray(row * lineWidth, (row + 1) * lineWidth), (index * 3 * height + row) * width);
  }
  return { dtype: 'float32', shape: [batchSize, 3, height, width], data };
}
