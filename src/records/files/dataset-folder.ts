import { AppError } from '#core/errors/error.ts';
import type { DataFile } from '#evaluate/items/select-items.ts';
import { findRelativePath } from './file-paths.ts';
import { createReadError, requestRead } from './read-permission.ts';

/** A folder on the user's disk, from which nothing is copied. */
export interface DatasetFolder {
  /** The name of the folder, or of the first file if the files have no common folder. */
  readonly name: string;
  /** The handle to reopen the folder later; `null` if the browser provided none. */
  readonly handle: FileSystemDirectoryHandle | null;
  readonly files: readonly DataFile[];
}

/** File System Access, which only some browsers have and TypeScript does not declare. */
interface FolderPicker {
  showDirectoryPicker?(options: { readonly mode: 'read' }): Promise<FileSystemDirectoryHandle>;
}

export function canPickFolders(): boolean {
  return 'showDirectoryPicker' in globalThis;
}

/**
 * Lets the user pick a folder; `null` if the picker is cancelled. Call it in a click handler.
 * @throws the browser's error
 */
export async function pickDatasetFolder(): Promise<DatasetFolder | null> {
  try {
    const handle = await (globalThis as FolderPicker).showDirectoryPicker?.({ mode: 'read' });
    return handle ? await readDatasetFolder(handle) : null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/**
 * Opens a folder that was picked in an earlier visit. Call it in a click handler, because the browser may prompt the
 * user.
 * @throws AppError file-permission-denied | file-gone | file-unreadable
 */
export async function reopenDatasetFolder(handle: FileSystemDirectoryHandle): Promise<DatasetFolder> {
  if (!(await requestRead(handle))) throw new AppError('file-permission-denied', { file: handle.name });
  return readDatasetFolder(handle).catch((error: unknown) => {
    throw createReadError(handle.name, error);
  });
}

/** Converts files that were chosen or dropped together to the contents of their common folder. */
export function toDatasetFolder(files: readonly File[]): DatasetFolder {
  const paths = files.map((file) => findRelativePath(file).replace(/^\/+/, ''));
  const [first = ''] = paths;
  const firstFolder = first.slice(0, first.indexOf('/') + 1);
  const isCommon = firstFolder !== '' && paths.every((path) => path.startsWith(firstFolder));
  const prefixLength = isCommon ? firstFolder.length : 0;
  return {
    name: isCommon ? firstFolder.slice(0, -1) : (files[0]?.name ?? ''),
    handle: null,
    files: files.map((file, index) => ({ path: paths[index]!.slice(prefixLength), file })),
  };
}

async function readDatasetFolder(handle: FileSystemDirectoryHandle): Promise<DatasetFolder> {
  const paths: string[] = [];
  await collectPaths(handle, '', paths);
  return { name: handle.name, handle, files: paths.map((path) => ({ path, file: { folder: handle, path } })) };
}

async function collectPaths(folder: FileSystemDirectoryHandle, prefix: string, paths: string[]): Promise<void> {
  for await (const [name, entry] of folder.entries()) {
    if (entry.kind === 'file') paths.push(prefix + name);
    else await collectPaths(entry, `${prefix}${name}/`, paths);
  }
}
