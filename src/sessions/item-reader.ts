import type { InputImage } from '#core/task/task.ts';
import type { ItemFile } from '#evaluate/items/evaluation-item.ts';
import type { RgbaImage } from '#validation/robustness/corruption.ts';

/** A decoded image. `close` frees its pixels. */
export type OpenedImage = InputImage & { close(): void };

/** Decodes and encodes images on a host. */
export interface ImageCodec {
  /**
   * Decodes an image and applies its EXIF orientation.
   * @param name of the file, for errors
   * @throws AppError file-unreadable
   */
  decode(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<OpenedImage>;
  fromPixels(image: RgbaImage): Promise<OpenedImage>;
  /** @param quality 0 to 1 */
  encode(image: RgbaImage, type: 'image/jpeg', quality: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Reads the items of a dataset on a host. */
export interface ItemReader {
  readonly images: ImageCodec;
  /**
   * Opens the current version of a file.
   * @throws AppError file-gone | file-unreadable
   */
  openFile(file: ItemFile): Promise<File>;
}
