/** Pixels in memory: RGBA bytes, row-major, 4 per pixel. */
export interface PixelBlock {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

export function createPixelBlock(width: number, height: number): PixelBlock {
  return { width, height, rgba: new Uint8ClampedArray(4 * width * height) };
}

/** Composites transparent pixels on white, in place: on transparency, dark text is more common than light text. */
export function flattenOnWhite({ rgba }: PixelBlock): void {
  for (let index = 0; index < rgba.length; index += 4) {
    const alpha = rgba[index + 3]!;
    if (alpha === 255) continue;
    for (let channel = index; channel < index + 3; channel++)
      rgba[channel] = 255 + ((rgba[channel]! - 255) * alpha) / 255;
    rgba[index + 3] = 255;
  }
}

/** Bilinear resampling between pixel centres, with the border repeated: OpenCV's `INTER_LINEAR`. */
export function resize(block: PixelBlock, width: number, height: number): PixelBlock {
  const result = createPixelBlock(width, height);
  const columns = computeTaps(block.width, width);
  const rows = computeTaps(block.height, height);
  let to = 0;
  for (const row of rows) {
    const [upper, lower] = [row.first * block.width, row.second * block.width];
    for (const column of columns) {
      for (let channel = 0; channel < 4; channel++, to++) {
        const readSample = (index: number) => block.rgba[4 * index + channel]!;
        const top =
          readSample(upper + column.first) * (1 - column.weight) + readSample(upper + column.second) * column.weight;
        const bottom =
          readSample(lower + column.first) * (1 - column.weight) + readSample(lower + column.second) * column.weight;
        result.rgba[to] = top * (1 - row.weight) + bottom * row.weight;
      }
    }
  }
  return result;
}

/** The two surrounding positions in `from` of each of `to` positions, and the weight of the second. */
function computeTaps(from: number, to: number) {
  return Array.from({ length: to }, (_, index) => {
    const position = Math.max(0, ((index + 0.5) * from) / to - 0.5);
    const first = Math.min(from - 1, Math.floor(position));
    return { first, second: Math.min(from - 1, first + 1), weight: position - first };
  });
}

/** Rotated by 180 degrees. */
export function rotate180({ width, height, rgba }: PixelBlock): PixelBlock {
  return remap(rgba, width, height, (x, y) => (height - 1 - y) * width + (width - 1 - x));
}

/** Rotated by 90 degrees counterclockwise. */
export function rotate90CounterClockwise({ width, height, rgba }: PixelBlock): PixelBlock {
  return remap(rgba, height, width, (x, y) => x * width + (width - 1 - y));
}

function remap(rgba: Uint8ClampedArray, width: number, height: number, from: (x: number, y: number) => number) {
  const result = createPixelBlock(width, height);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 4) {
      const offset = 4 * from(x, y);
      for (let channel = 0; channel < 4; channel++) result.rgba[to + channel] = rgba[offset + channel]!;
    }
  return result;
}
