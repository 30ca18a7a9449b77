import { AppError } from '#core/error.ts';
import type { InputImage } from '#core/task.ts';

/**
 * An image that is drawn at the size that a task needs. A file is decoded with its EXIF orientation. Call `close` when
 * done: it frees the decoded pixels.
 *
 * @throws AppError file-unreadable
 */
export async function openImage(source: Blob | ImageBitmap | ImageData): Promise<InputImage & { close(): void }> {
  const bitmap = source instanceof ImageBitmap ? source : await decode(source);
  return {
    width: bitmap.width,
    height: bitmap.height,
    rgba(width, height, region = { left: 0, top: 0, width, height }) {
      const canvas = new OffscreenCanvas(region.width, region.height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) throw new AppError('internal', { why: 'there is no 2D canvas in this worker' });
      context.drawImage(bitmap, -region.left, -region.top, width, height);
      return context.getImageData(0, 0, region.width, region.height).data;
    },
    close: () => bitmap.close(),
  };
}

async function decode(source: Blob | ImageData): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(source, { imageOrientation: 'from-image' });
  } catch (thrown) {
    const file = source instanceof File ? source.name : 'image';
    throw new AppError('file-unreadable', { file, reason: 'not-an-image' }, { cause: thrown });
  }
}
