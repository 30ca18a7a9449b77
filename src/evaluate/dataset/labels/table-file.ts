import { AppError } from '#core/errors/error.ts';
import type { DatasetFile } from '../labelled-dataset.ts';
import { toCellText, parseJsonRows } from '../parse/json-lines.ts';
import { readLabelHead, readLabelText } from './label-text.ts';
import { parseSeparated } from '../parse/separated-values.ts';
import { getFileExtension } from '../dataset-path.ts';
import { isHeader } from './column-names.ts';

/** Maximum number of columns. Objects without common fields would make a table of quadratic size. */
const maxColumns = 1000;

export interface Table {
  /** Column names from the header or the fields of the objects, otherwise numbers from 1. */
  readonly names: readonly string[];
  /** Cells by row and column. Rows may be shorter or longer than the names. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a table from CSV, TSV, JSON Lines or a JSON list of objects.
 * @param isFile whether a cell names a file of the dataset
 * @throws AppError labels-invalid | errors from `file.open`
 */
export async function readTable(file: DatasetFile, isFile: (cell: string) => boolean): Promise<Table> {
  const text = await readLabelText(file);
  if (getFileExtension(file.path).includes('json')) return parseJsonTable(text, file.path);
  const [first = [], ...rows] = parseSeparated(text, file.path);
  return isHeader(first) || lacksFileNames(first, rows, isFile)
    ? { names: first.map((name) => name.trim()), rows }
    : { names: first.map((_, index) => String(index + 1)), rows: [first, ...rows] };
}

/** Whether a JSON file has one object per line (JSON Lines) or is a list of objects. */
export async function isTable(file: DatasetFile): Promise<boolean> {
  const head = (await readLabelHead(file)).trimStart();
  if (/^\[\s*\{/.test(head)) return true;
  const [line = '', next = ''] = head.split('\n', 2);
  return next.startsWith('{') && isJson(line);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseJsonTable(text: string, file: string): Table {
  const objects = parseJsonRows(text, file);
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  if (names.length > maxColumns) {
    throw new AppError('labels-invalid', { file, reason: 'too-many-columns', columns: names.length, max: maxColumns });
  }
  return { names, rows: objects.map((object) => names.map((name) => toCellText(object[name]))) };
}

/** Whether the first row names no file in a column where most following rows do, so it is a header. */
function lacksFileNames(
  first: readonly string[],
  rows: readonly string[][],
  isFile: (cell: string) => boolean,
): boolean {
  const sample = rows.slice(0, 20);
  return first.some(
    (cell, index) => !isFile(cell) && sample.filter((row) => isFile(row[index] ?? '')).length > sample.length / 2,
  );
}
