/** RFC 4180: comma, CRLF, quotes doubled where they are needed. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would run as a formula gets an apostrophe before it. */
function field(value: string | number): string {
  if (typeof value === 'number') return figure(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What single precision holds: more digits than a clock or a score has, too few for the noise of a double. */
const digits = 7;

function figure(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(digits)));
}
