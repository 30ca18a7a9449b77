import { formatNumberText } from '#core/encoding/number-text.ts';
import { toSingleLine } from './terminal-text.ts';

type Row = Readonly<Record<string, string>>;

/** Formats values for a terminal: objects as indented names and values, lists of similar objects as tables. */
export function formatValue(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return formatItems(value, indent);
  if (!isObject(value)) return `${indent}${formatScalar(value)}\n`;
  return Object.entries(value)
    .map(([name, item]) => {
      const title = `${indent}${toSingleLine(name)}:`;
      if (isScalar(item)) return `${title} ${formatScalar(item)}\n`;
      if (Array.isArray(item) && item.every(isScalar))
        return `${title} ${item.map(formatScalar).join(', ') || 'none'}\n`;
      return `${title}\n${formatValue(item, `${indent}  `)}`;
    })
    .join('');
}

/** Formats rows with aligned columns. Every cell is a single line. */
export function formatTable(rows: readonly (readonly string[])[], indent = ''): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const formatRow = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${indent}${formatRow(row).trimEnd()}\n`).join('');
}

function formatItems(list: readonly unknown[], indent: string): string {
  const rows = list.map(toRow);
  const columns = Object.keys(rows[0] ?? {});
  const isTable = rows.every((row): row is Row => row !== null && Object.keys(row).join() === columns.join());
  if (isTable && columns.length > 0)
    return formatTable([columns.map(toSingleLine), ...rows.map((row) => Object.values(row))], indent);
  return list.map((item) => formatValue(item, indent)).join('\n');
}

/** Converts an object to one row, with names such as `box.x` for nested values; `null` if it contains lists. */
function toRow(item: unknown): Row | null {
  if (!isObject(item)) return null;
  const cells = Object.entries(item).map(([name, value]) => {
    if (isScalar(value)) return [[name, formatScalar(value)]];
    const nestedRow = toRow(value);
    return nestedRow && Object.entries(nestedRow).map(([nestedName, text]) => [`${name}.${nestedName}`, text]);
  });
  return cells.includes(null) ? null : Object.fromEntries(cells.flatMap((pairs) => pairs ?? []));
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

function formatScalar(value: unknown): string {
  if (value === null) return 'none';
  return toSingleLine(typeof value === 'number' ? formatNumberText(value) : String(value));
}
