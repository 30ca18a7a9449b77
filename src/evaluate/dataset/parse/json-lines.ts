import { AppError } from '#core/errors/error.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import { findDuplicateKey } from '#core/encoding/duplicate-key.ts';

type JsonRow = Readonly<Record<string, unknown>>;

/**
 * Parses the objects of a JSON Lines text or a JSON list. Empty lines are skipped.
 * @param text with lines that end in `\n`
 * @param file the file name for errors
 * @throws AppError labels-invalid
 */
export function parseJsonRows(text: string, file: string): JsonRow[] {
  const list = text.trimStart().startsWith('[') ? parseJson(text, file, 1) : null;
  if (list) rejectDuplicateKeys(text, file, 0);
  const rows = Array.isArray(list)
    ? list.map((value, index) => [value, index + 1] as const)
    : text
        .split('\n')
        .flatMap((line, index) => (line.trim() ? [[parseLine(line, file, index + 1), index + 1] as const] : []));
  return rows.map(([value, line]) => {
    if (isJsonObject(value)) return value;
    throw new AppError('labels-invalid', { file, reason: 'line-not-object', line });
  });
}

function parseLine(text: string, file: string, line: number): unknown {
  const value = parseJson(text, file, line);
  rejectDuplicateKeys(text, file, line);
  return value;
}

/**
 * Rejects duplicate keys, because `JSON.parse` silently keeps only the last value of each.
 * @param text valid JSON
 */
function rejectDuplicateKeys(text: string, file: string, line: number): void {
  const key = findDuplicateKey(text);
  if (key !== null) throw new AppError('labels-invalid', { file, reason: 'key-repeated', line, key });
}

function parseJson(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('labels-invalid', { file, reason: 'line-not-json', line }, { cause });
  }
}

/** Converts a cell to text: strings, numbers, booleans, and lists of a single one of these; otherwise empty. */
export function toCellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.length === 1 ? toCellText(value[0]) : '';
}
