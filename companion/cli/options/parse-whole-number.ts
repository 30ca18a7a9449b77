import { UsageError } from '../command.ts';

/**
 * Parses the value of an option as a whole number from `min` to `max` (inclusive).
 * @throws UsageError
 */
export function parseWholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`--${option} is "${text}"; expected a whole number from ${min} to ${max}`);
}
