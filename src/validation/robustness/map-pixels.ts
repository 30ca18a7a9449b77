import type { RgbaImage } from './corruption.ts';

/** A new image of the same size whose colours are computed from the old ones; alpha is kept. Values are rounded. */
export function mapColours(image: RgbaImage, change: (value: number, channel: number) => number): RgbaImage {
  const data = new Uint8ClampedArray(image.data);
  for (let index = 0; index < data.length; index++) if (index % 4 !== 3) data[index] = change(data[index]!, index % 4);
  return { ...image, data };
}

/** An opaque image of one colour. */
export function createBlankImage(width: number, height: number, grey: number): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(grey);
  for (let index = 3; index < data.length; index += 4) data[index] = 255;
  return { width, height, data };
}
