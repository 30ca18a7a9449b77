import { formatNumberText } from './number-text.ts';

/** RFC 4180: commas, CRLF, quotes around fields that need them. */
export function formatCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(formatField).join(',')}\r\n`).join('');
}

/** Prefixes text that a spreadsheet would run as a formula with an apostrophe. */
function formatField(value: string | number): string {
  if (typeof value === 'number') return formatNumberText(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
