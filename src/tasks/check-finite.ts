import { AppError } from '#core/errors/error.ts';

/**
 * Checks that a result can be scored: every comparison with NaN is false, so its score would have no meaning.
 * @throws AppError not-scored if a value is NaN or infinite
 */
export function checkFinite(values: readonly number[] | Float32Array): void {
  const value = values.find((candidate: number) => !Number.isFinite(candidate));
  if (value !== undefined) throw new AppError('not-scored', { reason: 'result-not-finite', value: String(value) });
}
