import { basename } from 'node:path';
import { createCanvas, ImageData, loadImage, type Canvas } from '@napi-rs/canvas';
import { AppError } from '#core/errors/error.ts';
import type { ImageCodec, OpenedImage } from '#sessions/item-reader.ts';
import type { RgbaImage } from '#validation/robustness/corruption.ts';

/**
 * Decodes, resamples and encodes images with Skia, which Chromium also uses, so that models get the same pixels as in a page.
 * `images.test.ts` compares the pixels.
 */
export const skiaImages: ImageCodec = {
  async decode(bytes, name) {
    if (isSvg(bytes)) throw createImageError(name);
    try {
      const image = await loadImage(bytes);
      const canvas = createCanvas(image.width, image.height);
      canvas.getContext('2d').drawImage(image, 0, 0);
      return toOpenedImage(canvas);
    } catch (thrown) {
      throw createImageError(name, thrown);
    }
  },
  fromPixels: async (image) => toOpenedImage(toCanvas(image)),
  async encode(image, _type, quality) {
    return new Uint8Array(await toCanvas(image).encode('jpeg', 100 * quality));
  },
};

/** The byte order mark of UTF-8 (Unicode Standard, 23.8). */
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Whether an image is SVG, which Skia draws but a page does not accept. */
function isSvg(bytes: Uint8Array): boolean {
  const text = bytes.subarray(byteOrderMark.every((byte, index) => bytes[index] === byte) ? byteOrderMark.length : 0);
  return text.find((byte) => byte > 0x20) === '<'.charCodeAt(0);
}

function createImageError(name: string, cause?: unknown): AppError {
  return new AppError('file-unreadable', { file: basename(name), reason: 'not-an-image' }, { cause });
}

/** Opens the pixels of a canvas. Skia would resample an `Image` with mipmaps, which Chromium does not use. */
function toOpenedImage(canvas: Canvas): OpenedImage {
  const { width, height } = canvas;
  return {
    width,
    height,
    readRgba(toWidth, toHeight, region = { left: 0, top: 0, width: toWidth, height: toHeight }) {
      const context = createCanvas(region.width, region.height).getContext('2d');
      context.drawImage(canvas, -region.left, -region.top, toWidth, toHeight);
      return context.getImageData(0, 0, region.width, region.height).data;
    },
    close: () => {
      canvas.width = canvas.height = 1; // frees the pixels before the next garbage collection
    },
  };
}

function toCanvas({ width, height, data }: RgbaImage): Canvas {
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  return canvas;
}
