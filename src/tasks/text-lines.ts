import { AppError } from '#core/errors/error.ts';
import { decodeUnicode } from '#core/encoding/unicode-text.ts';

/**
 * Reads the texts of an input file: its lines, trimmed and without empty ones.
 * @throws AppError file-unreadable if it is not a text file, or has no text
 */
export async function readTextLines(file: Blob, name: string): Promise<readonly string[]> {
  const text = decodeUnicode(new Uint8Array(await file.arrayBuffer()));
  if (text === null) throw new AppError('file-unreadable', { file: name, reason: 'text-not-unicode' });
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) throw new AppError('file-unreadable', { file: name, reason: 'empty' });
  return lines;
}
