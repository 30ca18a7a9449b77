import { AppError } from '#core/errors/error.ts';
import type { DocumentContents, ReadOptions, Section } from './section.ts';

/** Minimum distance of lines of different paragraphs, in letter heights. Heuristic, not measured. */
const paragraphGap = 1.7;

/**
 * Reads the text of a PDF, with one section per page.
 * @throws AppError file-unreadable if it is encrypted, damaged, or without text, such as a scan | aborted
 */
export async function readPdf(
  bytes: Uint8Array,
  name: string,
  { signal, onProgress }: ReadOptions,
): Promise<DocumentContents> {
  const { getDocument, VerbosityLevel } = await loadPdfjs();
  const loadingTask = getDocument({ data: bytes, verbosity: VerbosityLevel.ERRORS, useSystemFonts: false });
  try {
    const pdf = await loadingTask.promise;
    const sections: Section[] = [];
    for (let page = 1; page <= pdf.numPages; page++) {
      signal?.throwIfAborted();
      const openedPage = await pdf.getPage(page);
      const { items } = await openedPage.getTextContent();
      const text = toParagraphs(items.filter((item) => 'str' in item));
      if (text !== '') sections.push({ headings: [], page, text });
      openedPage.cleanup();
      onProgress?.(page / pdf.numPages);
    }
    const pagesWithoutText = pdf.numPages - sections.length;
    if (sections.length === 0)
      throw new AppError('file-unreadable', { file: name, reason: 'pdf-without-text', pages: pdf.numPages });
    return { sections, pagesWithoutText };
  } catch (thrown) {
    throw toReadError(thrown, name);
  } finally {
    await loadingTask.destroy();
  }
}

/**
 * Loads the library, and its parser in the same thread, which is already a worker. Both are large, so they are loaded
 * for the first PDF.
 */
async function loadPdfjs() {
  const [library, parser] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.mjs' as string) as Promise<unknown>,
  ]);
  Object.assign(globalThis, { pdfjsWorker: parser });
  return library;
}

function toReadError(thrown: unknown, file: string): unknown {
  const { name, message } = thrown instanceof Error ? thrown : { name: '', message: String(thrown) };
  if (thrown instanceof AppError || name === 'AbortError') return thrown;
  if (name === 'PasswordException')
    return new AppError('file-unreadable', { file, reason: 'pdf-encrypted' }, { cause: thrown });
  return new AppError('file-unreadable', { file, reason: 'pdf-damaged', why: message }, { cause: thrown });
}

/** A piece of text of a page, from pdf.js. */
interface PageText {
  readonly str: string;
  /** Whether it ends a line. */
  readonly hasEOL: boolean;
  /** An affine matrix, whose last value is the vertical position. */
  readonly transform: readonly number[];
  readonly height: number;
}

/** Joins the pieces of a page to paragraphs, and joins words that are hyphenated at the end of a line. */
export function toParagraphs(items: readonly PageText[]): string {
  let text = '';
  let lastY: number | null = null;
  for (const { str, hasEOL, transform, height } of items) {
    const y = transform[5]!;
    if (str.trim() !== '') {
      if (lastY !== null && Math.abs(lastY - y) > paragraphGap * height) text = `${text.trimEnd()}\n\n`;
      lastY = y;
    }
    text += str;
    if (hasEOL) text += '\n';
  }
  return text
    .split(/\n{2,}/)
    .map((paragraph) =>
      paragraph
        .replaceAll(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}
