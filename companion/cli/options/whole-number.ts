import { UsageError } from '../command.ts';

/**
 * The value of an option that is a whole number; both limits are included.
 * @throws UsageError
 */
export function parseWholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`--${option} "${text}": expected a whole number from ${min} to ${max}`);
}
