import { unzipSync } from 'fflate';
import { Parser } from 'htmlparser2';
import { AppError } from '#core/errors/error.ts';
import { SectionBuilder, type DocumentContents } from './section.ts';

const bodyPath = 'word/document.xml';
const stylesPath = 'word/styles.xml';
/** Maximum unpacked size of a document in bytes. A novel of 1,000 pages has about 20 MB. */
const maxXmlBytes = 128 << 20;

/**
 * Reads a Word document (Office Open XML, ECMA-376): paragraphs under their headings, and table rows with tabs. Deleted
 * text of tracked changes, comments, headers and footnotes are omitted.
 * @throws AppError file-unreadable if the document is damaged or too large
 */
export function readDocx(bytes: Uint8Array, name: string): DocumentContents {
  const files = unzip(bytes, name);
  const document = files[bodyPath];
  if (!document) throw new AppError('file-unreadable', { file: name, reason: 'docx-damaged' });
  const decoder = new TextDecoder();
  const levels = readHeadingLevels(decoder.decode(files[stylesPath] ?? new Uint8Array()));
  return readBody(decoder.decode(document), levels);
}

function unzip(bytes: Uint8Array, name: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter(file) {
        if (file.name !== bodyPath && file.name !== stylesPath) return false;
        if (file.originalSize <= maxXmlBytes) return true;
        const facts = { reason: 'document-too-large', bytes: file.originalSize, maxBytes: maxXmlBytes } as const;
        throw new AppError('file-unreadable', { file: name, ...facts });
      },
    });
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError('file-unreadable', { file: name, reason: 'docx-damaged' }, { cause: thrown });
  }
}

/** Reads the level of each heading style by its id; the names of built-in styles are the same in every language. */
function readHeadingLevels(xml: string): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  let style = '';
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'w:style') style = attributes['w:styleId'] ?? '';
        const level = name === 'w:name' ? /^(?:heading (\d)|title)$/i.exec(attributes['w:val'] ?? '') : null;
        if (level) levels.set(style, Number(level[1] ?? 1));
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return levels;
}

function readBody(xml: string, levels: ReadonlyMap<string, number>): DocumentContents {
  const builder = new SectionBuilder();
  let text = '';
  let level: number | null = null;
  let isText = false;
  /** The cells of the current row; `null` outside tables. */
  let cells: string[] | null = null;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'w:t') isText = true;
        else if (name === 'w:tab') text += '\t';
        else if (name === 'w:br' || name === 'w:cr') text += '\n';
        else if (name === 'w:pStyle') level = levels.get(attributes['w:val'] ?? '') ?? null;
        else if (name === 'w:tr') cells = [];
        else if (name === 'w:tc') cells?.push('');
      },
      ontext(data) {
        if (isText) text += data;
      },
      onclosetag(name) {
        if (name === 'w:t') isText = false;
        if (name === 'w:tr') {
          builder.addRow((cells ?? []).join('\t'));
          cells = null;
        }
        if (name !== 'w:p') return;
        if (cells) cells.push(`${cells.pop() ?? ''} ${text}`.trim());
        else if (level !== null) builder.addHeading(level, text);
        else builder.addParagraph(text);
        text = '';
        level = null;
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return builder.build();
}
