import { formatNumberText } from './number-text.ts';

/** Formats CSV (RFC 4180), with CRLF line ends and quotes around fields that need them. */
export function formatCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(formatField).join(',')}\r\n`).join('');
}

/** Adds an apostrophe before text that a spreadsheet would run as a formula. */
function formatField(value: string | number): string {
  if (typeof value === 'number') return formatNumberText(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
