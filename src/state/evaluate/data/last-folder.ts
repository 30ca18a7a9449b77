import type { DatasetFolder } from '#records/files/dataset-folder.ts';
import { loadLastDataset, storeLastDataset, type LastDataset } from '#records/last-datasets.ts';

/** The folder that was last opened for a task. */
export interface LastFolder extends LastDataset {
  /** Its files, if it was opened since the app was loaded. */
  readonly opened: DatasetFolder | null;
}

let latest: { readonly task: string; readonly folder: DatasetFolder } | null = null;

/** If site data is blocked, it is forgotten when the page is closed. */
export function rememberFolder(task: string, folder: DatasetFolder): void {
  latest = { task, folder };
  const { name, handle } = folder;
  void storeLastDataset(task, { name, handle }).catch(() => {});
}

/** `null` if none was opened. */
export async function findLastFolder(task: string): Promise<LastFolder | null> {
  if (latest?.task === task) return { ...latest.folder, opened: latest.folder };
  const stored = await loadLastDataset(task).catch(() => null);
  return stored && { ...stored, opened: null };
}
