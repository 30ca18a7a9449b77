import type { LinkedFile } from '#bridge/session-contract.ts';
import { AppError } from '#core/errors/error.ts';
import { findFileHandle, rememberHandle } from './files/file-handles.ts';
import { canRead, createReadError, requestRead } from './files/read-permission.ts';

/** File System Access, which only some browsers have and TypeScript does not declare. */
interface Picker {
  showOpenFilePicker(options: { readonly multiple: true }): Promise<FileSystemFileHandle[]>;
}

/** Converts files to storable links; `null` if the browser provided no handle for one of them. */
export function toLinkedFiles(files: readonly File[]): readonly LinkedFile[] | null {
  const linked = files.flatMap((file) => {
    const handle = findFileHandle(file);
    return handle ? [{ handle, sizeBytes: file.size, modifiedAt: file.lastModified }] : [];
  });
  return linked.length === files.length ? linked : null;
}

/**
 * Lets the user pick files that can be linked; empty if the picker is cancelled. Call it in a click handler.
 * @throws AppError file-permission-denied | file-gone | file-unreadable; the browser's error if the picker cannot be
 *   opened
 */
export async function pickLinkedFiles(): Promise<readonly File[]> {
  let picked: readonly FileSystemFileHandle[];
  try {
    picked = await (globalThis as unknown as Picker).showOpenFilePicker({ multiple: true });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return [];
    throw error;
  }
  return Promise.all(picked.map(getFile));
}

/**
 * Opens linked files where they are stored. Call it in a click handler, since the browser may prompt the user.
 * @param acceptsChanges whether the size and date of a file may have changed since it was last opened
 * @throws AppError file-permission-denied | file-gone | file-unreadable | file-changed
 */
export async function openLinkedFiles(files: readonly LinkedFile[], acceptsChanges: boolean): Promise<readonly File[]> {
  // All permissions are requested together, because a click allows prompts only for a few seconds, and the user may
  // need longer to answer the first.
  const permissions = await Promise.all(files.map(({ handle }) => requestRead(handle)));
  const denied = files.find((_, index) => !permissions[index]);
  if (denied) throw new AppError('file-permission-denied', { file: denied.handle.name });
  return Promise.all(files.map((file) => openLinkedFile(file, acceptsChanges)));
}

/** Returns whether the files can be opened without a click and a prompt. */
export async function canReadLinkedFiles(files: readonly LinkedFile[]): Promise<boolean> {
  const permitted = await Promise.all(files.map(({ handle }) => canRead(handle)));
  return permitted.every(Boolean);
}

async function openLinkedFile({ handle, sizeBytes, modifiedAt }: LinkedFile, acceptsChanges: boolean): Promise<File> {
  const file = await getFile(handle);
  if (acceptsChanges || (file.size === sizeBytes && file.lastModified === modifiedAt)) return file;
  throw new AppError('file-changed', { file: handle.name, sizeBytes: file.size, modifiedAt: file.lastModified });
}

async function getFile(handle: FileSystemFileHandle): Promise<File> {
  const file = await handle.getFile().catch((error: unknown) => {
    throw createReadError(handle.name, error);
  });
  rememberHandle(file, handle);
  return file;
}
