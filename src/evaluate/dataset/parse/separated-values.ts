import { AppError } from '#core/errors/error.ts';
import type { LabelReason } from '#core/errors/reason.ts';

const separators = [',', '\t', ';', '|'] as const;
type Separator = (typeof separators)[number];

/** Number of rows from which the separator is detected. */
const sampleRows = 20;

/**
 * Parses comma-, tab-, semicolon- or bar-separated values, quoted as in RFC 4180. Empty lines are skipped.
 * Tab-separated texts often contain literal quotes, so there, quotes that violate RFC 4180 or span lines are read as
 * text.
 * @param text with lines that end in `\n`
 * @param file the file name for errors
 * @throws AppError labels-invalid
 */
export function parseSeparated(text: string, file: string): string[][] {
  const separator = detectSeparator(text);
  const rows = parseQuoted(text, separator);
  if (Array.isArray(rows)) return rows;
  if (separator === '\t')
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'));
  throw new AppError('labels-invalid', { file, ...rows });
}

/** Detects the separator that maximises the minimum number of fields in the first lines. */
function detectSeparator(text: string): Separator {
  const lines = sampleText(text).split('\n').filter(Boolean).slice(0, sampleRows);
  const findMinFields = (separator: Separator) =>
    lines.reduce((min, line) => Math.min(min, removeQuoted(line).split(separator).length), Infinity);
  return separators.reduce((best, entry) => (findMinFields(entry) > findMinFields(best) ? entry : best));
}

const sampleText = (text: string) => text.slice(0, 64 << 10);
const removeQuoted = (line: string) => line.replaceAll(/"[^"]*"/g, '');

interface ParseFault {
  readonly reason: LabelReason;
  readonly line: number;
}

function parseQuoted(text: string, separator: Separator): string[][] | ParseFault {
  const rows: string[][] = [];
  let row: string[] = [];
  let line = 1;
  for (let offset = 0; offset <= text.length;) {
    let field: string;
    if (text[offset] === '"') {
      const end = findClosingQuote(text, offset + 1);
      if (end === -1) return { reason: 'quote-not-closed', line };
      field = text.slice(offset + 1, end).replaceAll('""', '"');
      offset = end + 1;
      if (offset < text.length && text[offset] !== separator && text[offset] !== '\n')
        return { reason: 'text-after-quote', line };
      const lines = field.split('\n').length - 1;
      if (lines > 0 && separator === '\t') return { reason: 'quote-not-closed', line };
      line += lines;
    } else {
      const end = findFieldEnd(text, offset, separator);
      field = text.slice(offset, end);
      offset = end;
    }
    row.push(field);
    if (text[offset] !== separator) {
      if (row.length > 1 || field !== '') rows.push(row);
      row = [];
      line++;
    }
    offset++;
  }
  return rows;
}

function findClosingQuote(text: string, from: number): number {
  let index = text.indexOf('"', from);
  while (index !== -1 && text[index + 1] === '"') index = text.indexOf('"', index + 2);
  return index;
}

function findFieldEnd(text: string, from: number, separator: Separator): number {
  let offset = from;
  while (offset < text.length && text[offset] !== separator && text[offset] !== '\n') offset++;
  return offset;
}
