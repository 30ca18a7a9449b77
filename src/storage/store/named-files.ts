import { toStorageError } from '#core/errors/storage-error.ts';

/**
 * A folder of files by name. Every call can throw `storage-failed`.
 */
export interface NamedFiles {
  /** Whether the files outlive this worker. */
  readonly isPersistent: boolean;
  listNames(): Promise<readonly string[]>;
  /** `null` if there is no file with this name. */
  read(name: string): Promise<ArrayBuffer | null>;
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  /** Removes all files, and the folder. */
  clear(): Promise<void>;
}

/**
 * Opens a folder in the origin private file system, to which only dedicated workers can write. If it is unavailable,
 * the files are in memory.
 */
export async function openNamedFiles(folder: string): Promise<NamedFiles> {
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  return root ? openOpfsFiles(root, folder) : createMemoryFiles();
}

function openOpfsFiles(root: FileSystemDirectoryHandle, folder: string): NamedFiles {
  const open = () => root.getDirectoryHandle(folder, { create: true });
  return {
    isPersistent: true,
    listNames: () =>
      withStorageErrors(async () => {
        const names: string[] = [];
        for await (const name of (await open()).keys()) names.push(name);
        return names;
      }),
    read: (name) =>
      withStorageErrors(async () => {
        const file = await unlessMissing((await open()).getFileHandle(name));
        return file && (await (await file.getFile()).arrayBuffer());
      }),
    write: (name, bytes) =>
      withStorageErrors(async () => {
        const file = await (await open()).getFileHandle(name, { create: true });
        const handle = await file.createSyncAccessHandle();
        try {
          handle.truncate(0);
          handle.write(bytes);
          handle.flush();
        } finally {
          handle.close();
        }
      }),
    remove: (name) => withStorageErrors(async () => void (await unlessMissing((await open()).removeEntry(name)))),
    clear: () =>
      withStorageErrors(async () => void (await unlessMissing(root.removeEntry(folder, { recursive: true })))),
  };
}

function createMemoryFiles(): NamedFiles {
  const files = new Map<string, Uint8Array>();
  return {
    isPersistent: false,
    listNames: async () => [...files.keys()],
    read: async (name) => (files.get(name)?.slice().buffer as ArrayBuffer | undefined) ?? null,
    write: async (name, bytes) => void files.set(name, bytes.slice()),
    remove: async (name) => void files.delete(name),
    clear: async () => files.clear(),
  };
}

async function unlessMissing<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return null;
    throw thrown;
  }
}

async function withStorageErrors<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    throw toStorageError(thrown);
  }
}
