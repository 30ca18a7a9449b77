import { toStorageError } from '#core/errors/storage-error.ts';

/** Converts errors of IndexedDB to `storage-failed`. */
export async function wrapStorageError<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (thrown) {
    throw toStorageError(thrown);
  }
}
