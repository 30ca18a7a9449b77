import { AppError, asAppError } from './error.ts';

/**
 * Converts an error of the browser's storage to `storage-failed`, with a reason for blocked site data and data of a newer
 * version, and otherwise with the browser's message. An AppError is returned unchanged.
 */
export function toStorageError(thrown: unknown): AppError {
  const error = asAppError(thrown);
  if (error.code !== 'internal') return error;
  const reason = findReason(String(thrown));
  const facts = reason === null ? { why: String(error.facts['why'] ?? '') } : { reason };
  return new AppError('storage-failed', facts, { cause: thrown });
}

function findReason(message: string): 'storage-blocked' | 'storage-newer' | null {
  if (/SecurityError|denied/.test(message)) return 'storage-blocked';
  return message.startsWith('VersionError') ? 'storage-newer' : null;
}
