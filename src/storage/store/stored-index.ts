import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { toStorageError } from '#core/errors/storage-error.ts';
import type { FetchRequest, StoredModel } from '#core/model/stored-model.ts';
import type { Checkpoint } from '../download/resumable-download.ts';

/** An unfinished download, by its URL. */
export interface PartialDownload extends Checkpoint {
  readonly url: string;
  /** The part that contains its bytes. */
  readonly part: string;
}

/** A user's file that is opened in place, with its size and date when it was last opened. */
export interface LinkedFile {
  readonly handle: FileSystemFileHandle;
  readonly sizeBytes: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** A model whose files are on the user's disk; the browser stores handles to them, not their bytes. */
export interface LinkedModel {
  readonly id: string;
  readonly files: readonly LinkedFile[];
  /** Epoch milliseconds. */
  readonly usedAt: number;
}

interface Schema extends DBSchema {
  models: { key: string; value: StoredModel };
  /** Models whose download has started and not finished. */
  pending: { key: string; value: FetchRequest };
  unfinished: { key: string; value: PartialDownload };
  /** The store's name in released databases; it holds linked models. */
  kept: { key: string; value: LinkedModel };
}

export type StoredIndex = IDBPDatabase<Schema>;

/**
 * Records of the stored models; the bytes are in a `FileStore`.
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
