import { afterEach, beforeEach } from 'vitest';
import type { FetchRequest } from '#core/model/stored-model.ts';
import { hub, repository, resetHub } from './hub.fixture.ts';
import { StoreHandle } from './store-handle.ts';

/** Downloaded in three requests of up to 8 MiB each. */
export const largeBytes = 18_000_000;
/** Downloaded in one request, which takes seconds from a slow server. */
export const mediumBytes = 5_000_000;

export function createDownloadRequest(
  files: readonly (readonly [path: string, sha256: string | null])[],
  id = repository,
): FetchRequest {
  const urls = files.map(([path, sha256]) => ({
    name: path,
    url: `${hub}/${repository}/resolve/main/${path}`,
    sha256,
    sizeBytes: null,
  }));
  return { id, entry: files[0]?.[0] ?? '', source: hub, files: urls };
}

export async function hashBlob(blob: Blob | undefined): Promise<string> {
  const bytes = (await blob?.arrayBuffer()) ?? new ArrayBuffer(0);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The store's folder for complete or partial files. */
export async function openStoreFolder(name: 'whole' | 'partial'): Promise<FileSystemDirectoryHandle> {
  const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models', { create: true });
  return models.getDirectoryHandle(name, { create: true });
}

export async function listFilesOnDisk(name: 'whole' | 'partial'): Promise<string[]> {
  const names: string[] = [];
  for await (const file of (await openStoreFolder(name)).keys()) names.push(file);
  return names;
}

const handles: StoreHandle[] = [];
/** The handle that emptied the store. The test's first handle reuses it. */
let reusableHandle: StoreHandle | null = null;

/** Opens a store handle with a separate worker, as in a separate tab. It is closed after the test. */
export function openStore(): StoreHandle {
  const handle = reusableHandle ?? new StoreHandle();
  reusableHandle = null;
  if (!handles.includes(handle)) handles.push(handle);
  return handle;
}

/** Registers a hook that empties the hub and the store before each test of the calling file. */
export function useEmptyStores(): void {
  beforeEach(async () => {
    await resetHub();
    const store = openStore();
    for (const { id } of await store.listModels()) await store.remove(id);
    for (const { id } of await store.listPending()) await store.discard(id);
    for (const { id } of await store.listLinkedFiles()) await store.unlinkFiles(id);
    reusableHandle = store;
  });

  afterEach(() => {
    reusableHandle = null;
    for (const handle of handles.splice(0)) handle.close();
  });
}
