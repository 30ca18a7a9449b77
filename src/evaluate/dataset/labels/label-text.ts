import { decodeUnicode, detectEncoding } from '#core/encoding/unicode-text.ts';
import { AppError } from '#core/errors/error.ts';
import type { DatasetFile } from '../labelled-dataset.ts';

/**
 * Maximum size of a label file. COCO's validation set has 20 MB (train2017: 469 MB), and parsed JSON takes several
 * times that.
 */
const maxBytes = 256 << 20;

/**
 * Reads a label file as UTF-8 or, with a byte order mark, UTF-16. Removes the mark and converts line ends to `\n`.
 * @throws AppError labels-invalid | errors from `file.open`
 */
export async function readLabelText(file: DatasetFile): Promise<string> {
  const opened = await file.open();
  if (opened.size > maxBytes) {
    throw new AppError('labels-invalid', { file: file.path, reason: 'labels-too-large', bytes: opened.size, maxBytes });
  }
  const text = decodeUnicode(new Uint8Array(await opened.arrayBuffer()));
  if (text === null) throw new AppError('labels-invalid', { file: file.path, reason: 'text-not-unicode' });
  return text;
}

/** Reads the beginning of a label file, for detection. Content never causes an error. */
export async function readLabelHead(file: DatasetFile, maxLength = 64 << 10): Promise<string> {
  const opened = await file.open();
  const bytes = new Uint8Array(await opened.slice(0, Math.min(maxLength, opened.size)).arrayBuffer());
  return new TextDecoder(detectEncoding(bytes)).decode(bytes).replaceAll(/\r\n?/g, '\n');
}

/** Reads the end of a UTF-8 label file, for detection. Content never causes an error. */
export async function readLabelTail(file: DatasetFile, maxLength = 64 << 10): Promise<string> {
  const opened = await file.open();
  return new TextDecoder().decode(await opened.slice(Math.max(0, opened.size - maxLength), opened.size).arrayBuffer());
}
