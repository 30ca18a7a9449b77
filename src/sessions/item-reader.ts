import type { InputImage } from '#core/task/task.ts';
import type { ItemFile } from '#evaluate/items/evaluation-item.ts';
import type { RgbaImage } from '#validation/robustness/corruption.ts';

/** A decoded image. `close` frees its pixels. */
export type OpenedImage = InputImage & { close(): void };

/** How a host decodes and encodes images. */
export interface ImageCodec {
  /**
   * The image with its EXIF orientation.
   * @param name for messages
   * @throws AppError file-unreadable
   */
  decode(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<OpenedImage>;
  fromPixels(image: RgbaImage): Promise<OpenedImage>;
  /** @param quality 0 to 1 */
  encode(image: RgbaImage, type: 'image/jpeg', quality: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** How a host reads the items of a dataset. */
export interface ItemReader {
  readonly images: ImageCodec;
  /**
   * The current file on disk.
   * @throws AppError file-gone | file-unreadable
   */
  openFile(file: ItemFile): Promise<File>;
}
