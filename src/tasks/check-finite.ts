import { AppError } from '#core/errors/error.ts';

/**
 * Every comparison with NaN is false, so a score of it would depend on how the comparison is written.
 * @throws AppError not-scored if a value is NaN or infinite
 */
export function checkFinite(values: readonly number[] | Float32Array): void {
  const value = values.find((candidate: number) => !Number.isFinite(candidate));
  if (value !== undefined) throw new AppError('not-scored', { reason: 'result-not-finite', value: String(value) });
}
