import type { RgbaImage } from './corruption.ts';

/** Computes each colour value of a new image from that of an image, rounded; alpha does not change. */
export function mapColours(image: RgbaImage, computeValue: (value: number, channel: number) => number): RgbaImage {
  const data = new Uint8ClampedArray(image.data);
  for (let index = 0; index < data.length; index++)
    if (index % 4 !== 3) data[index] = computeValue(data[index]!, index % 4);
  return { ...image, data };
}

/** Creates an opaque grey image. */
export function createBlankImage(width: number, height: number, grey: number): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(grey);
  for (let index = 3; index < data.length; index += 4) data[index] = 255;
  return { width, height, data };
}
