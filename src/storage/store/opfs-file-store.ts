import { AppError } from '#core/errors/error.ts';
import { toStorageError } from '#core/errors/storage-error.ts';
import type { PartialFileWriter, FileStore } from './file-store.ts';

/** Supported for OPFS files since Chromium 108, Safari 16.4 and Firefox 111; not declared in the type library. */
interface MovableHandle extends FileSystemFileHandle {
  move?(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
}

/**
 * Opens the file store in the origin private file system. Only for dedicated workers: pages and shared workers have no
 * synchronous handles.
 */
export async function openOpfsFileStore(): Promise<FileStore> {
  const root = await withStorageErrors(async () => {
    const origin = await navigator.storage.getDirectory();
    return origin.getDirectoryHandle('models', { create: true });
  });
  const wholeFolder = await root.getDirectoryHandle('whole', { create: true });
  const partial = await root.getDirectoryHandle('partial', { create: true });

  return {
    id: 'opfs',

    openPartialFile: (name) =>
      withStorageErrors(async () => {
        const handle = await partial.getFileHandle(name, { create: true });
        return openPartialFile(await handle.createSyncAccessHandle());
      }),

    commit: (name, sha256) =>
      withStorageErrors(async () => {
        const part: MovableHandle = await partial.getFileHandle(name);
        if (await find(wholeFolder, sha256)) return partial.removeEntry(name);
        if (part.move) return part.move(wholeFolder, sha256);
        const copy = await wholeFolder.getFileHandle(sha256, { create: true });
        await (await part.getFile()).stream().pipeTo(await copy.createWritable());
        return partial.removeEntry(name);
      }),

    discardPart: (name) => removeFrom(partial, name),
    remove: (sha256) => removeFrom(wholeFolder, sha256),
    listParts: () => withStorageErrors(async () => (await listEntries(partial)).map(({ name }) => name)),
    openFile: async (sha256) => (await find(wholeFolder, sha256))?.getFile() ?? null,

    listFiles: () =>
      withStorageErrors(async () => {
        const files = await Promise.all((await listEntries(wholeFolder)).map((handle) => handle.getFile()));
        return files.map(({ name, size }) => ({ sha256: name, sizeBytes: size }));
      }),
  };
}

function openPartialFile(handle: FileSystemSyncAccessHandle): PartialFileWriter {
  return {
    write(bytes, offset) {
      // Some browsers throw on a full disk, others write fewer bytes than requested.
      const written = withStorageErrorsSync(() => handle.write(bytes, { at: offset }));
      if (written < bytes.length) throw new AppError('storage-failed', { reason: 'disk-full' });
    },
    read: (into, index) => withStorageErrorsSync(() => handle.read(into, { at: index })),
    size: () => withStorageErrorsSync(() => handle.getSize()),
    truncate: (sizeBytes) => withStorageErrorsSync(() => handle.truncate(sizeBytes)),
    flush: () => withStorageErrorsSync(() => handle.flush()),
    close: () => handle.close(),
  };
}

/** Lists the entries of a folder of only files. */
async function listEntries(folder: FileSystemDirectoryHandle): Promise<FileSystemFileHandle[]> {
  const handles: FileSystemFileHandle[] = [];
  for await (const handle of folder.values()) if (handle.kind === 'file') handles.push(handle);
  return handles;
}

async function find(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemFileHandle | null> {
  return unlessMissing(folder.getFileHandle(name), null);
}

async function removeFrom(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  await withStorageErrors(() => unlessMissing(folder.removeEntry(name), undefined));
}

async function unlessMissing<T, U>(call: Promise<T>, fallback: U): Promise<T | U> {
  try {
    return await call;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return fallback;
    throw thrown;
  }
}

function withStorageErrorsSync<T>(callback: () => T): T {
  try {
    return callback();
  } catch (thrown) {
    throw toStorageError(thrown);
  }
}

async function withStorageErrors<T>(callback: () => Promise<T>): Promise<T> {
  try {
    return await callback();
  } catch (thrown) {
    throw toStorageError(thrown);
  }
}
