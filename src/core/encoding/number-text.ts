/**
 * About the significant digits of single precision: more than a clock or a score has, too few to show the rounding
 * errors of a double.
 */
const digits = 7;

/** Formats a number for tables: 0.3 for 0.1 + 0.2; whole numbers are unchanged. */
export function formatNumberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(digits)));
}
