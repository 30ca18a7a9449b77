import { AppError, asAppError } from '#core/error.ts';

/** Converts errors of IndexedDB to `storage-failed` with the browser's own message. */
export async function wrapStorageError<T>(access: Promise<T>): Promise<T> {
  try {
    return await access;
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code !== 'internal') throw error;
    throw new AppError('storage-failed', { why: String(error.facts['why'] ?? '') }, { cause: thrown });
  }
}
