import type { ItemLabel } from '#core/task/evaluation.ts';
import { AppError } from '#core/errors/error.ts';
import type { FileIndex } from '../file-index.ts';
import type { ColumnRole, ColumnRoles, LabelledItem } from '../labelled-dataset.ts';
import { chooseLabelFile } from '../labels/label-file.ts';
import { findColumnRoles } from '../labels/table-columns.ts';
import { isTable, readTable, type Table } from '../labels/table-file.ts';
import { sortClasses } from '../../classes/sorted-classes.ts';
import { addUnlabelled, getFile, ProblemList, type Layout, type LayoutOptions, type LayoutResult } from './layout.ts';

/** A CSV, TSV or JSON Lines file with a row per item: a file or text, and its label. */
export const table: Layout = {
  labels: ['class', 'text', 'pair'],

  async detect(files) {
    return (await findTables(files)).length > 0;
  },

  async read(files, options) {
    const path = chooseLabelFile('table', await findTables(files), options);
    const isFile = (name: string) => files.find(name, path, options.input) !== null;
    const rows = await readTable(getFile(files, path), isFile);
    const roles = options.columns ?? findColumnRoles(rows, options, isFile);
    checkColumns(path, rows, roles);
    return readItems(path, rows, roles, files, options);
  },
};

async function findTables(files: FileIndex): Promise<string[]> {
  const tablePaths = files.listByExtension('csv', 'tsv', 'jsonl', 'ndjson');
  // JSON files with one object per input are not tables. Reading a few files is enough to detect that.
  const json = files.listByExtension('json').slice(0, 20);
  const tables = await Promise.all(json.map(async (path) => ((await isTable(getFile(files, path))) ? [path] : [])));
  return tablePaths.concat(...tables);
}

function checkColumns(file: string, { names }: Table, roles: ColumnRoles): void {
  const columns = names.join(', ');
  const unknown = Object.values(roles).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new AppError('labels-invalid', { file, reason: 'column-unknown', column: unknown, columns });
  }
  const hasInput = roles.file !== undefined || roles.text !== undefined;
  const hasLabel = roles.label ?? roles.answer ?? (roles.otherText && roles.similarity);
  if (!hasInput || hasLabel === undefined) {
    throw new AppError('labels-invalid', { file, reason: 'columns-unclear', columns });
  }
}

function readItems(
  file: string,
  { names, rows }: Table,
  roles: ColumnRoles,
  files: FileIndex,
  { input }: LayoutOptions,
): LayoutResult {
  const problems = new ProblemList();
  const findColumn = (role: ColumnRole) => {
    const name = roles[role];
    return name === undefined ? -1 : names.indexOf(name); // a column name can be empty
  };
  const columns = { file: findColumn('file'), text: findColumn('text') };
  const readLabel = createLabelReader(findColumn);
  const items = rows.flatMap((row, index): LabelledItem[] => {
    const id = `${file}#${index + 1}`;
    const fileName = columns.file === -1 ? '' : (row[columns.file] ?? '').trim();
    const path = columns.file === -1 ? id : files.find(fileName, file, input);
    const label = readLabel(row);
    if (path === null) problems.add('file-missing', fileName || id);
    else if (!label) problems.add('label-empty', id);
    else return [{ path, label, ...(columns.file === -1 && { text: row[columns.text] ?? '' }) }];
    return [];
  });
  if (columns.file !== -1) addUnlabelled(problems, files, input, items);
  return {
    items,
    classes: sortClasses(items.flatMap(({ label }) => (label?.kind === 'class' ? [label.label] : []))),
    problems: problems.list(),
    columns: { file, names, roles, preview: rows.slice(0, 5) },
  };
}

/** Returns a function that reads the label of a row from the first available role. */
function createLabelReader(findColumn: (role: ColumnRole) => number): (row: readonly string[]) => ItemLabel | null {
  const [label, answer] = [findColumn('label'), findColumn('answer')];
  const [other, similarity] = [findColumn('otherText'), findColumn('similarity')];
  return (row) => {
    if (other !== -1 && similarity !== -1) return parsePair(row[other] ?? '', row[similarity] ?? '');
    const text = (row[label === -1 ? answer : label] ?? '').trim();
    if (text === '') return null;
    return label === -1 ? { kind: 'text', text } : { kind: 'class', label: text };
  };
}

function parsePair(text: string, similarity: string): ItemLabel | null {
  const value = similarity.trim() === '' ? NaN : Number(similarity);
  return text === '' || !Number.isFinite(value) ? null : { kind: 'pair', text, similarity: value };
}
