/** The digits of single precision: more than a clock or a score has, too few for the rounding errors of a double. */
const digits = 7;

/** A number as it is written in tables for people: 0.3 for 0.1 + 0.2; whole numbers as they are. */
export function numberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(digits)));
}
