import { AppError } from '#core/errors/error.ts';
import { decodeUnicode } from '#core/encoding/unicode-text.ts';
import { readDocx } from './docx.ts';
import { readHtml } from './html.ts';
import { readMarkdown } from './markdown.ts';
import { readPlainText } from './plain-text.ts';
import type { DocumentContents, ReadOptions } from './section.ts';

/** Maximum file sizes in bytes; reading takes several times as much memory. Heuristic, not measured. */
const maxBytes = { pdf: 512 << 20, docx: 256 << 20, text: 64 << 20 } as const;

/**
 * Reads the sections of a document: PDF, Word (.docx), HTML, Markdown or plain text.
 * @throws AppError file-unreadable with the reason | aborted
 */
export async function readDocument(file: Blob, name: string, options: ReadOptions = {}): Promise<DocumentContents> {
  const start = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const format = detectFormat(start, name);
  if (file.size > maxBytes[format]) {
    const facts = { reason: 'document-too-large', bytes: file.size, maxBytes: maxBytes[format] } as const;
    throw new AppError('file-unreadable', { file: name, ...facts });
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const contents = await readContents(format, bytes, name, options);
  if (contents.sections.length === 0) throw new AppError('file-unreadable', { file: name, reason: 'empty' });
  return contents;
}

async function readContents(
  format: keyof typeof maxBytes,
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
): Promise<DocumentContents> {
  if (format === 'pdf') return (await import('./pdf.ts')).readPdf(bytes, name, options);
  if (format === 'docx') return readDocx(bytes, name);
  const text = decodeUnicode(bytes);
  if (text === null || text.includes('\0')) throw createUnsupportedError(name);
  if (/\.(html?|xhtml)$/i.test(name)) return readHtml(text);
  return /\.(md|markdown|mdx)$/i.test(name) ? readMarkdown(text) : readPlainText(text);
}

/** Detects the format by the first bytes, because a name can be wrong. */
function detectFormat(start: Uint8Array, name: string): keyof typeof maxBytes {
  const startsWith = (...bytes: readonly number[]) => bytes.every((byte, index) => start[index] === byte);
  if (startsWith(0x25, 0x50, 0x44, 0x46)) return 'pdf'; // %PDF
  if (startsWith(0xd0, 0xcf, 0x11, 0xe0))
    // a compound file: Word 97 to 2003, or an encrypted Word document
    throw new AppError('file-unreadable', { file: name, reason: 'word-old-or-encrypted' });
  if (startsWith(0x50, 0x4b, 3, 4)) {
    if (/\.docx$/i.test(name)) return 'docx';
    throw createUnsupportedError(name);
  }
  return 'text';
}

const createUnsupportedError = (file: string) => new AppError('file-unreadable', { file, reason: 'document-not-text' });
