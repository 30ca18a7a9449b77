import { AppError } from '#core/errors/error.ts';
import type { DatasetFile } from './labelled-dataset.ts';

/** Size in bytes and time of the last change in epoch milliseconds. */
type FileState = readonly [sizeBytes: number, modifiedAt: number];

/** The states of files when they were first opened, by path; plain, so a run can be resumed with them. */
export type FileStates = Map<string, FileState>;

/**
 * Files that check, whenever they are opened, that they are as they were the first time.
 * @param states receives the state of each file that is opened for the first time
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
 * The paths of the files that changed since they were first opened.
 * @param files as `watchFiles` returned them
 */
export async function listChangedFiles(files: readonly DatasetFile[], states: FileStates): Promise<string[]> {
  const changed: string[] = [];
  for (const file of files.filter(({ path }) => states.has(path))) {
    await file.open().catch(() => changed.push(file.path)); // also a file that is gone
  }
  return changed;
}
