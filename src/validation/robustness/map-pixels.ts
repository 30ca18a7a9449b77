import type { RgbaImage } from './corruption.ts';

/** A new image of the same size whose colours are computed from the old ones; alpha is kept. Values are rounded. */
export function mapColours(image: RgbaImage, change: (value: number, channel: number) => number): RgbaImage {
  const data = new Uint8ClampedArray(image.data);
  for (let at = 0; at < data.length; at++) if (at % 4 !== 3) data[at] = change(data[at]!, at % 4);
  return { ...image, data };
}

/** An opaque image of one colour. */
export function blankImage(width: number, height: number, grey: number): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(grey);
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { width, height, data };
}
