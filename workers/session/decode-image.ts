import { AppError } from '#core/errors/error.ts';
import type { ImageCodec, OpenedImage } from '#sessions/item-reader.ts';
import type { RgbaImage } from '#validation/robustness/corruption.ts';

/**
 * Opens an image, which tasks draw at the size that they need. A file is decoded with its EXIF orientation. `close` frees
 * the decoded pixels.
 * @throws AppError file-unreadable
 */
export async function openImage(source: Blob | ImageBitmap | ImageData): Promise<OpenedImage> {
  const bitmap = source instanceof ImageBitmap ? source : await decode(source);
  return {
    width: bitmap.width,
    height: bitmap.height,
    readRgba(width, height, region = { left: 0, top: 0, width, height }) {
      const context = getContext(region.width, region.height);
      context.drawImage(bitmap, -region.left, -region.top, width, height);
      return context.getImageData(0, 0, region.width, region.height).data;
    },
    close: () => bitmap.close(),
  };
}

/**
 * The last canvas, which is reused for images of the same size. A browser frees the pixels of a canvas only in a full
 * garbage collection, so an evaluation would allocate thousands of canvases.
 */
let lastContext: OffscreenCanvasRenderingContext2D | null = null;

/** Returns an empty canvas, which the next call may reuse. */
export function getContext(width: number, height: number): OffscreenCanvasRenderingContext2D {
  if (lastContext?.canvas.width === width && lastContext.canvas.height === height) {
    lastContext.clearRect(0, 0, width, height);
    return lastContext;
  }
  lastContext = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!lastContext) throw new AppError('internal', { why: 'there is no 2D canvas in this worker' });
  return lastContext;
}

async function decode(source: Blob | ImageData): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(source, { imageOrientation: 'from-image' });
  } catch (thrown) {
    const file = source instanceof File ? source.name : 'image';
    throw new AppError('file-unreadable', { file, reason: 'not-an-image' }, { cause: thrown });
  }
}

/** The browser's image codecs. */
export const browserImages: ImageCodec = {
  decode: (bytes, name) => openImage(new File([bytes], name)),
  fromPixels: (image) => openImage(toImageData(image)),
  async encode(image, type, quality) {
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (!context) throw new AppError('internal', { why: 'there is no 2D canvas in this worker' });
    context.putImageData(toImageData(image), 0, 0);
    const encodedImage = await canvas.convertToBlob({ type, quality });
    return new Uint8Array(await encodedImage.arrayBuffer());
  },
};

function toImageData({ width, height, data }: RgbaImage): ImageData {
  return new ImageData(new Uint8ClampedArray(data), width, height);
}
