/**
 * About the precision of float32: enough digits for clocks and scores, and few enough to hide the rounding errors of a
 * double.
 */
const significantDigits = 7;

/** Formats a number for tables, such as 0.3 for 0.1 + 0.2. Integers are not rounded. */
export function formatNumberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(significantDigits)));
}
