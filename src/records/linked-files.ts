import type { LinkedFile } from '#bridge/contract.ts';
import { AppError } from '#core/error.ts';
import { handleOf, rememberHandle } from './file-handles.ts';

/** What only some browsers have (File System Access), and TypeScript does not declare. */
interface Picker {
  showOpenFilePicker(options: { readonly multiple: true }): Promise<FileSystemFileHandle[]>;
}
interface Permission {
  queryPermission(asked: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission(asked: { readonly mode: 'read' }): Promise<PermissionState>;
}

/** Files as they can be remembered; null where the browser gave no handle to one of them. */
export function toLinkedFiles(files: readonly File[]): readonly LinkedFile[] | null {
  const found = files.flatMap((file) => {
    const handle = handleOf(file);
    return handle ? [{ handle, sizeBytes: file.size, modifiedAt: file.lastModified }] : [];
  });
  return found.length === files.length ? found : null;
}

/**
 * Asks the user for files that can be remembered; none where they chose none. To be called in a click.
 * @throws AppError file-refused | file-gone | file-unreadable; else what the browser refuses the picker itself with
 */
export async function pickLinkedFiles(): Promise<readonly File[]> {
  let picked: readonly FileSystemFileHandle[];
  try {
    picked = await (globalThis as unknown as Picker).showOpenFilePicker({ multiple: true });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return [];
    throw thrown;
  }
  return Promise.all(picked.map(fileOf));
}

/**
 * Reads remembered files where they lie. To be called in a click: the browser may ask the user first.
 * @param mayHaveChanged Whether files may be others than when they were opened last.
 * @throws AppError file-refused | file-gone | file-unreadable | file-changed
 */
export async function openLinkedFiles(files: readonly LinkedFile[], mayHaveChanged: boolean): Promise<readonly File[]> {
  // All at once: a click lasts for a few seconds, and a question for as long as the user takes.
  const answers = await Promise.all(files.map(({ handle }) => mayRead(handle)));
  const refused = files.find((_, index) => !answers[index]);
  if (refused) throw new AppError('file-refused', { file: refused.handle.name });
  return Promise.all(files.map((file) => openOne(file, mayHaveChanged)));
}

async function mayRead(handle: FileSystemFileHandle & Partial<Permission>): Promise<boolean> {
  const asked = { mode: 'read' } as const;
  if ((await handle.queryPermission?.(asked)) === 'granted') return true;
  // Rejects where the browser takes the click for spent.
  return (await handle.requestPermission?.(asked).catch(() => null)) === 'granted';
}

async function openOne({ handle, sizeBytes, modifiedAt }: LinkedFile, mayHaveChanged: boolean): Promise<File> {
  const file = await fileOf(handle);
  if (mayHaveChanged || (file.size === sizeBytes && file.lastModified === modifiedAt)) return file;
  throw new AppError('file-changed', { file: handle.name, sizeBytes: file.size, modifiedAt: file.lastModified });
}

async function fileOf(handle: FileSystemFileHandle): Promise<File> {
  const file = await handle.getFile().catch((thrown: unknown) => {
    throw unread(handle.name, thrown);
  });
  rememberHandle(file, handle);
  return file;
}

function unread(file: string, thrown: unknown): AppError {
  const why = thrown instanceof DOMException ? thrown.name : '';
  const because = { cause: thrown };
  if (why === 'NotAllowedError') return new AppError('file-refused', { file }, because);
  if (why === 'NotFoundError') return new AppError('file-gone', { file }, because);
  return new AppError('file-unreadable', { file, why: String(thrown) }, because);
}
