import type { DatasetFolder } from '#records/files/dataset-folder.ts';
import { loadLastDataset, storeLastDataset, type LastDataset } from '#records/last-datasets.ts';

/** The folder that was last opened for a task. */
export interface LastFolder extends LastDataset {
  /** The files of the folder, if it was opened since the app was loaded. */
  readonly opened: DatasetFolder | null;
}

/** The folders opened since the app was loaded, by task. */
const openedFolders = new Map<string, DatasetFolder>();

/** Stores the folder as the last one of its task; if site data is blocked, only until the page is closed. */
export function rememberFolder(task: string, folder: DatasetFolder): void {
  openedFolders.set(task, folder);
  const { name, handle } = folder;
  void storeLastDataset(task, { name, handle }).catch(() => {});
}

/** Finds the folder last opened for a task; `null` if there is none. */
export async function findLastFolder(task: string): Promise<LastFolder | null> {
  const opened = openedFolders.get(task);
  if (opened) return { ...opened, opened };
  const stored = await loadLastDataset(task).catch(() => null);
  return stored && { ...stored, opened: null };
}
