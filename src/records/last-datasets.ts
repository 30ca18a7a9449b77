import type { DBSchema } from 'idb';
import { RecordDatabase } from './database.ts';

/** A user's folder that an evaluation has read; its contents are not stored. */
export interface LastDataset {
  readonly name: string;
  /** `null` if the browser provided none; the user must then choose the folder again. */
  readonly handle: FileSystemDirectoryHandle | null;
}

interface Schema extends DBSchema {
  /** Folders by task. */
  folders: { key: string; value: LastDataset };
}

const database = new RecordDatabase<Schema>('assay-datasets', [(created) => void created.createObjectStore('folders')]);

/**
 * Loads the folder that was last opened for a task; `null` if there is none.
 * @throws any error of IndexedDB
 */
export async function loadLastDataset(task: string): Promise<LastDataset | null> {
  return (await (await database.open()).get('folders', task)) ?? null;
}

/**
 * Replaces the last folder of the task.
 * @throws any error of IndexedDB
 */
export async function storeLastDataset(task: string, dataset: LastDataset): Promise<void> {
  await (await database.open()).put('folders', dataset, task);
}
