import { AppError, asAppError } from './error.ts';

/**
 * Converts an error of the browser's storage to `storage-failed`, with the browser's own message, except for blocked
 * site data, which each browser words differently. An AppError is unchanged.
 */
export function toStorageError(thrown: unknown): AppError {
  const error = asAppError(thrown);
  if (error.code !== 'internal') return error;
  const isBlocked = /SecurityError|denied/.test(String(thrown));
  const facts = isBlocked ? ({ reason: 'storage-blocked' } as const) : { why: String(error.facts['why'] ?? '') };
  return new AppError('storage-failed', facts, { cause: thrown });
}
