import type { ItemLabel } from '#core/task/evaluation.ts';
import type { ColumnRole, ColumnRoles } from '../labelled-dataset.ts';
import { columnNames, simplifyColumnName } from './column-names.ts';
import type { LayoutOptions } from '../layouts/layout.ts';
import type { Table } from './table-file.ts';

/** Number of rows from which column roles are inferred. */
const sampleRows = 50;
/** Minimum mean number of words per cell of a column of sentences. Heuristic, not measured. */
const minSentenceWords = 3;

interface Column {
  readonly name: string;
  /** Fraction of cells that name a file of the dataset. */
  readonly fileFraction: number;
  readonly meanWords: number;
  /** Whether most cells are numbers. */
  readonly isNumeric: boolean;
  /** Whether all cells are numbers and some have decimals, which distinguishes similarities from ids. */
  readonly hasDecimals: boolean;
}

/**
 * Infers the roles of the columns of a table from their names and cells. Unknown roles are absent.
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
  // A table of texts can also have a column with the names of their source files.
  if (file && (fileIndex || input !== 'text')) {
    return { file: file.name, ...findLabelColumn(excludeColumns(columns, file), labelKind) };
  }
  return (
    (labelKind === 'pair' || labelKind === undefined ? findPairColumns(columns) : null) ??
    findTextColumns(columns, labelKind)
  );
}

/**
 * Finds the column in which at least half of the cells name files. Since row numbers can match file names without
 * extension, columns with a common name are preferred, then non-numeric ones.
 */
function findFileColumn(columns: readonly Column[]): Column | undefined {
  const fileColumns = columns.filter(({ fileFraction }) => fileFraction >= 0.5);
  const [best] = fileColumns.toSorted(
    (a, b) => Number(a.isNumeric) - Number(b.isNumeric) || b.fileFraction - a.fileFraction,
  );
  return findNamedColumn(fileColumns, 'file') ?? best;
}

function inferColumns({ names, rows }: Table, isFile: (cell: string) => boolean): Column[] {
  const sample = rows.slice(0, sampleRows);
  return names.map((name, index) => {
    const cells = sample.map((row) => (row[index] ?? '').trim()).filter(Boolean);
    const words = cells.reduce((sum, cell) => sum + cell.split(/\s+/).length, 0);
    const numbers = cells.filter((cell) => Number.isFinite(Number(cell)));
    return {
      name,
      fileFraction: cells.filter(isFile).length / Math.max(1, cells.length),
      meanWords: words / Math.max(1, cells.length),
      isNumeric: cells.length > 0 && numbers.length >= cells.length / 2,
      hasDecimals: numbers.length === cells.length && numbers.some((cell) => cell.includes('.')),
    };
  });
}

const excludeColumns = (columns: readonly Column[], ...used: readonly (Column | undefined)[]) =>
  columns.filter((column) => !used.includes(column));

function findNamedColumn(columns: readonly Column[], role: ColumnRole): Column | undefined {
  const byName = new Map(columns.map((column) => [simplifyColumnName(column.name), column]));
  return columnNames[role].map((name) => byName.get(name)).find((column) => column !== undefined);
}

function findLabelColumn(columns: readonly Column[], labelKind: ItemLabel['kind'] | undefined): ColumnRoles {
  const [onlyColumn] = columns.length === 1 ? columns : [];
  const [label, answer] = [findNamedColumn(columns, 'label'), findNamedColumn(columns, 'answer')];
  const isText = labelKind === undefined ? !label || (label === answer && isSentences(label)) : labelKind === 'text';
  const kind = isText && (answer || isSentences(onlyColumn)) ? 'answer' : 'label';
  return toRole(kind, (kind === 'answer' ? answer : label) ?? onlyColumn);
}

/** Finds two columns of sentences and a number, as in STS-B, whose files have no header. */
function findPairColumns(columns: readonly Column[]): ColumnRoles | null {
  const [first, second] = columns.filter(isSentences);
  const text = findNamedColumn(columns, 'text') ?? first;
  const other = findNamedColumn(columns, 'otherText') ?? second;
  const similarity =
    findNamedColumn(
      columns.filter(({ isNumeric }) => isNumeric),
      'similarity',
    ) ?? columns.find(({ hasDecimals }) => hasDecimals);
  if (!text || !other || !similarity || text === other) return null;
  return { text: text.name, otherText: other.name, similarity: similarity.name };
}

function findTextColumns(columns: readonly Column[], labelKind: ItemLabel['kind'] | undefined): ColumnRoles {
  const text = findNamedColumn(columns, 'text') ?? columns.find(isSentences);
  return { ...toRole('text', text), ...findLabelColumn(excludeColumns(columns, text), labelKind) };
}

const isSentences = (column: Column | undefined) => (column?.meanWords ?? 0) >= minSentenceWords;
const toRole = (role: ColumnRole, column: Column | undefined): ColumnRoles => (column ? { [role]: column.name } : {});
