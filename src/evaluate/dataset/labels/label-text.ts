import { decodeUnicode, detectEncoding } from '#core/encoding/unicode-text.ts';
import { AppError } from '#core/errors/error.ts';
import type { DatasetFile } from '../labelled-dataset.ts';

/** COCO's largest file of instances, train2017, has 469 MB; its validation set, 20 MB. JSON takes several times that. */
const maxBytes = 256 << 20;

/**
 * The text of a file of labels: UTF-8 or, with a byte order mark, UTF-16. The mark is removed, and lines end in `\n`.
 * @throws AppError labels-invalid | whatever `file.open` throws
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

/** The beginning of such a text, to recognise it. Never throws because of its content. */
export async function readLabelHead(file: DatasetFile, maxLength = 64 << 10): Promise<string> {
  const opened = await file.open();
  const bytes = new Uint8Array(await opened.slice(0, Math.min(maxLength, opened.size)).arrayBuffer());
  return new TextDecoder(detectEncoding(bytes)).decode(bytes).replaceAll(/\r\n?/g, '\n');
}
