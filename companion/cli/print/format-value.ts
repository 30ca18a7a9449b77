import { formatNumberText } from '#core/encoding/number-text.ts';
import { singleLine } from './single-line.ts';

type Row = Readonly<Record<string, string>>;

/** Formats values for a terminal: objects as indented names and values, lists of similar objects as tables. */
export function formatValue(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return items(value, indent);
  if (!isObject(value)) return `${indent}${plain(value)}\n`;
  return Object.entries(value)
    .map(([name, item]) => {
      const title = `${indent}${singleLine(name)}:`;
      if (isScalar(item)) return `${title} ${plain(item)}\n`;
      if (Array.isArray(item) && item.every(isScalar)) return `${title} ${item.map(plain).join(', ') || 'none'}\n`;
      return `${title}\n${formatValue(item, `${indent}  `)}`;
    })
    .join('');
}

/** Rows of columns as wide as their longest value, for values on one line each. */
export function table(rows: readonly (readonly string[])[], indent = ''): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${indent}${line(row).trimEnd()}\n`).join('');
}

function items(list: readonly unknown[], indent: string): string {
  const rows = list.map(toRow);
  const [first] = rows;
  const columns = Object.keys(first ?? {});
  const isTable = rows.every((row): row is Row => row !== null && Object.keys(row).join() === columns.join());
  if (isTable && columns.length > 0)
    return table([columns.map(singleLine), ...rows.map((row) => Object.values(row))], indent);
  return list.map((item) => formatValue(item, indent)).join('\n');
}

/** An object as one row, its inner objects with names such as `box.x`; `null` if it contains lists. */
function toRow(item: unknown): Row | null {
  if (!isObject(item)) return null;
  const cells = Object.entries(item).map(([name, value]) => {
    if (isScalar(value)) return [[name, plain(value)]];
    const inner = toRow(value);
    return inner && Object.entries(inner).map(([below, text]) => [`${name}.${below}`, text]);
  });
  return cells.includes(null) ? null : Object.fromEntries(cells.flatMap((pairs) => pairs ?? []));
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

function plain(value: unknown): string {
  if (value === null) return 'none';
  return singleLine(typeof value === 'number' ? formatNumberText(value) : String(value));
}
