import { toStorageError } from '#core/errors/storage-error.ts';

/** Converts errors of IndexedDB to `storage-failed`. */
export async function wrapStorageError<T>(access: Promise<T>): Promise<T> {
  try {
    return await access;
  } catch (thrown) {
    throw toStorageError(thrown);
  }
}
