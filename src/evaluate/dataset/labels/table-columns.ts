import type { ItemLabel } from '#core/task/evaluation.ts';
import type { ColumnRole, ColumnRoles } from '../labelled-dataset.ts';
import { columnNames, simplifyName } from './column-names.ts';
import type { LayoutOptions } from '../layouts/layout.ts';
import type { Table } from './table-file.ts';

/** Number of rows that the columns are recognised from. */
const sampleRows = 50;
/** Minimum mean words per cell of a column of sentences. Heuristic, not measured. */
const minWords = 3;

interface Column {
  readonly name: string;
  /** Fraction of its cells that name a file of the dataset. */
  readonly fileShare: number;
  readonly meanWords: number;
  /** Whether most of its cells are numbers. */
  readonly isNumber: boolean;
  /** Whether all are numbers, some with decimals, as similarities have and ids have not. */
  readonly isFraction: boolean;
}

/**
 * What the columns of a table contain, as far as their names and cells show it. Unknown roles are absent.
 * @param isFile whether a cell names a file of the dataset
 */
export function findColumnRoles(
  table: Table,
  { labelKind, input }: Pick<LayoutOptions, 'labelKind' | 'input'>,
  isFile: (cell: string) => boolean,
): ColumnRoles {
  const columns = inferColumns(table, isFile);
  const fileIndex = findFileColumn(columns);
  const file = fileIndex ?? findNamedColumn(columns, 'file');
  // A table of texts can have a column with the name of their source.
  if (file && (fileIndex || input !== 'text')) {
    return { file: file.name, ...labelColumn(without(columns, file), labelKind) };
  }
  return (
    (labelKind === 'pair' || labelKind === undefined ? pairColumns(columns) : null) ??
    findTextColumns(columns, labelKind)
  );
}

/**
 * The column in which at least half of the cells name files. Row numbers can also match files without their extension,
 * so a column with a usual name is preferred, then one that is not numeric.
 */
function findFileColumn(columns: readonly Column[]): Column | undefined {
  const fitting = columns.filter(({ fileShare }) => fileShare >= 0.5);
  const [best] = fitting.toSorted((a, b) => Number(a.isNumber) - Number(b.isNumber) || b.fileShare - a.fileShare);
  return findNamedColumn(fitting, 'file') ?? best;
}

function inferColumns({ names, rows }: Table, isFile: (cell: string) => boolean): Column[] {
  const sample = rows.slice(0, sampleRows);
  return names.map((name, index) => {
    const cells = sample.map((row) => (row[index] ?? '').trim()).filter(Boolean);
    const words = cells.reduce((sum, cell) => sum + cell.split(/\s+/).length, 0);
    const numbers = cells.filter((cell) => Number.isFinite(Number(cell)));
    return {
      name,
      fileShare: cells.filter(isFile).length / Math.max(1, cells.length),
      meanWords: words / Math.max(1, cells.length),
      isNumber: cells.length > 0 && numbers.length >= cells.length / 2,
      isFraction: numbers.length === cells.length && numbers.some((cell) => cell.includes('.')),
    };
  });
}

const without = (columns: readonly Column[], ...used: readonly (Column | undefined)[]) =>
  columns.filter((column) => !used.includes(column));

function findNamedColumn(columns: readonly Column[], role: ColumnRole): Column | undefined {
  const byName = new Map(columns.map((column) => [simplifyName(column.name), column]));
  return columnNames[role].map((name) => byName.get(name)).find((column) => column !== undefined);
}

function labelColumn(columns: readonly Column[], labelKind: ItemLabel['kind'] | undefined): ColumnRoles {
  const [only] = columns.length === 1 ? columns : [];
  const [label, answer] = [findNamedColumn(columns, 'label'), findNamedColumn(columns, 'answer')];
  const isText = labelKind === undefined ? !label || (label === answer && isSentences(label)) : labelKind === 'text';
  const kind = isText && (answer || isSentences(only)) ? 'answer' : 'label';
  return toRole(kind, (kind === 'answer' ? answer : label) ?? only);
}

/** Two columns of sentences and a number, as in STS-B, whose files have no header. */
function pairColumns(columns: readonly Column[]): ColumnRoles | null {
  const [first, second] = columns.filter(isSentences);
  const text = findNamedColumn(columns, 'text') ?? first;
  const other = findNamedColumn(columns, 'otherText') ?? second;
  const similarity =
    findNamedColumn(
      columns.filter(({ isNumber }) => isNumber),
      'similarity',
    ) ?? columns.find(({ isFraction }) => isFraction);
  if (!text || !other || !similarity || text === other) return null;
  return { text: text.name, otherText: other.name, similarity: similarity.name };
}

function findTextColumns(columns: readonly Column[], labelKind: ItemLabel['kind'] | undefined): ColumnRoles {
  const text = findNamedColumn(columns, 'text') ?? columns.find(isSentences);
  return { ...toRole('text', text), ...labelColumn(without(columns, text), labelKind) };
}

const isSentences = (column: Column | undefined) => (column?.meanWords ?? 0) >= minWords;
const toRole = (role: ColumnRole, column: Column | undefined): ColumnRoles => (column ? { [role]: column.name } : {});
