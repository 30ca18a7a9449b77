import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { toStorageError } from '#core/errors/storage-error.ts';
import type { FetchRequest, StoredModel } from '#core/model/stored-model.ts';
import type { Checkpoint } from '../download/resumable-download.ts';

/** An unfinished download, identified by its URL. */
export interface PartialDownload extends Checkpoint {
  readonly url: string;
  /** The part that contains its bytes. */
  readonly part: string;
}

/** A user's file that is opened in place, with its size and date at the last opening. */
export interface LinkedFile {
  readonly handle: FileSystemFileHandle;
  readonly sizeBytes: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** A model with files on the user's disk; the browser stores handles to them, not their bytes. */
export interface LinkedModel {
  readonly id: string;
  readonly files: readonly LinkedFile[];
  /** Epoch milliseconds. */
  readonly usedAt: number;
}

interface Schema extends DBSchema {
  models: { key: string; value: StoredModel };
  /** Models with an unfinished download. */
  pending: { key: string; value: FetchRequest };
  unfinished: { key: string; value: PartialDownload };
  /** Linked models; the name is that of released databases. */
  kept: { key: string; value: LinkedModel };
}

export type StoredIndex = IDBPDatabase<Schema>;

/**
 * Opens the records of the stored models, whose bytes are in a `FileStore`.
 * @throws AppError storage-failed
 */
export async function openIndex(): Promise<StoredIndex> {
  const opening = openDB<Schema>('assay-models', 1, {
    upgrade(database) {
      database.createObjectStore('models', { keyPath: 'id' });
      database.createObjectStore('pending', { keyPath: 'id' });
      database.createObjectStore('unfinished', { keyPath: 'url' });
      database.createObjectStore('kept', { keyPath: 'id' });
    },
  });
  return opening.catch((thrown: unknown) => {
    throw toStorageError(thrown);
  });
}
