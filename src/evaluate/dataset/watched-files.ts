import { AppError } from '#core/errors/error.ts';
import type { DatasetFile } from './labelled-dataset.ts';

/** Size in bytes and modification time in epoch milliseconds. */
type FileState = readonly [sizeBytes: number, modifiedAtMs: number];

/** The states of files when they were first opened, by path. Plain data, so a run can be resumed with them. */
export type FileStates = Map<string, FileState>;

/**
 * Wraps files so that opening one checks that it has not changed since it was first opened.
 * @param states receives the state of each file when it is first opened
 * @returns files whose `open` throws AppError dataset-unclear (dataset-file-changed) after a change
 */
export function watchFiles(files: readonly DatasetFile[], states: FileStates): DatasetFile[] {
  return files.map((file) => ({
    path: file.path,
    async open() {
      const opened = await file.open();
      const [size, time] = states.get(file.path) ?? [opened.size, opened.lastModified];
      states.set(file.path, [size, time]);
      if (size === opened.size && time === opened.lastModified) return opened;
      throw new AppError('dataset-unclear', { reason: 'dataset-file-changed', file: file.path });
    },
  }));
}

/**
 * Returns the paths of the files that changed since they were first opened.
 * @param files the result of `watchFiles`
 */
export async function listChangedFiles(files: readonly DatasetFile[], states: FileStates): Promise<string[]> {
  const changed: string[] = [];
  for (const file of files.filter(({ path }) => states.has(path))) {
    await file.open().catch(() => changed.push(file.path)); // includes a file that no longer exists
  }
  return changed;
}
