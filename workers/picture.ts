import { AppError } from '#core/error.ts';
import type { Picture } from '#core/task.ts';

/**
 * A picture that draws itself at the size a task asks for. A file is decoded with its EXIF orientation.
 * Call `close` when done: it frees the decoded pixels.
 *
 * @throws AppError file-unreadable
 */
export async function openPicture(source: Blob | ImageBitmap | ImageData): Promise<Picture & { close(): void }> {
  const bitmap = source instanceof ImageBitmap ? source : await decode(source);
  return {
    width: bitmap.width,
    height: bitmap.height,
    rgba(width, height, fit) {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) throw new AppError('internal', { why: 'there is no 2D canvas in this worker' });
      const scale = fit.mode === 'contain' ? Math.min(width / bitmap.width, height / bitmap.height) : 0;
      const drawnWidth = fit.mode === 'contain' ? Math.round(bitmap.width * scale) : width;
      const drawnHeight = fit.mode === 'contain' ? Math.round(bitmap.height * scale) : height;
      if (fit.mode === 'contain') {
        context.fillStyle = `rgb(${fit.pad} ${fit.pad} ${fit.pad})`;
        context.fillRect(0, 0, width, height);
      }
      context.drawImage(bitmap, 0, 0, drawnWidth, drawnHeight);
      return context.getImageData(0, 0, width, height).data;
    },
    close: () => bitmap.close(),
  };
}

async function decode(source: Blob | ImageData): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(source, { imageOrientation: 'from-image' });
  } catch (thrown) {
    const file = source instanceof File ? source.name : 'picture';
    throw new AppError('file-unreadable', { file, why: String(thrown) }, { cause: thrown });
  }
}
