/** An image in memory as row-major RGBA bytes. */
export interface PixelBlock {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

export function createPixelBlock(width: number, height: number): PixelBlock {
  return { width, height, rgba: new Uint8ClampedArray(4 * width * height) };
}

/** Blends transparent pixels with white, in place: text on a transparent background is usually dark. */
export function flattenOnWhite({ rgba }: PixelBlock): void {
  for (let index = 0; index < rgba.length; index += 4) {
    const alpha = rgba[index + 3]!;
    if (alpha === 255) continue;
    for (let channel = index; channel < index + 3; channel++)
      rgba[channel] = 255 + ((rgba[channel]! - 255) * alpha) / 255;
    rgba[index + 3] = 255;
  }
}

/** Resizes by bilinear interpolation with a repeated border, as OpenCV's `INTER_LINEAR`. */
export function resize(block: PixelBlock, width: number, height: number): PixelBlock {
  const result = createPixelBlock(width, height);
  const columns = computeInterpolation(block.width, width);
  const rows = computeInterpolation(block.height, height);
  let target = 0;
  for (const row of rows) {
    const [upper, lower] = [row.first * block.width, row.second * block.width];
    for (const column of columns) {
      for (let channel = 0; channel < 4; channel++, target++) {
        const readSample = (index: number) => block.rgba[4 * index + channel]!;
        const top =
          readSample(upper + column.first) * (1 - column.weight) + readSample(upper + column.second) * column.weight;
        const bottom =
          readSample(lower + column.first) * (1 - column.weight) + readSample(lower + column.second) * column.weight;
        result.rgba[target] = top * (1 - row.weight) + bottom * row.weight;
      }
    }
  }
  return result;
}

/** Computes the two source positions between which each target position lies, and the weight of the second. */
function computeInterpolation(sourceLength: number, targetLength: number) {
  return Array.from({ length: targetLength }, (_, index) => {
    const position = Math.max(0, ((index + 0.5) * sourceLength) / targetLength - 0.5);
    const first = Math.min(sourceLength - 1, Math.floor(position));
    return { first, second: Math.min(sourceLength - 1, first + 1), weight: position - first };
  });
}

/** Returns a copy that is rotated by 180 degrees. */
export function rotate180({ width, height, rgba }: PixelBlock): PixelBlock {
  return copyPixels(rgba, width, height, (x, y) => (height - 1 - y) * width + (width - 1 - x));
}

/** Returns a copy that is rotated by 90 degrees counterclockwise. */
export function rotate90CounterClockwise({ width, height, rgba }: PixelBlock): PixelBlock {
  return copyPixels(rgba, height, width, (x, y) => x * width + (width - 1 - y));
}

function copyPixels(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  toSource: (x: number, y: number) => number,
) {
  const result = createPixelBlock(width, height);
  for (let y = 0, target = 0; y < height; y++)
    for (let x = 0; x < width; x++, target += 4) {
      const offset = 4 * toSource(x, y);
      for (let channel = 0; channel < 4; channel++) result.rgba[target + channel] = rgba[offset + channel]!;
    }
  return result;
}
