import { openDB } from 'idb';
import { expect, test } from 'vitest';
import { hub, readHubLog, addFile, repository } from './hub.fixture.ts';
import { createDownloadRequest, openStoreFolder, openStore, hashBlob, useEmptyStores } from './store-handle.fixture.ts';

useEmptyStores();

async function write(folder: FileSystemDirectoryHandle, name: string, bytes: BlobPart): Promise<FileSystemFileHandle> {
  const handle = await folder.getFileHandle(name, { create: true });
  const writing = await handle.createWritable();
  await writing.write(bytes);
  await writing.close();
  return handle;
}

/** The database of version 0.1.0 (commit 2dc6ee1), with the names from its `src/storage/store/stored-index.ts`. */
async function openOldIndex() {
  return openDB('assay-models', 1, {
    upgrade(database) {
      database.createObjectStore('models', { keyPath: 'id' });
      database.createObjectStore('pending', { keyPath: 'id' });
      database.createObjectStore('unfinished', { keyPath: 'url' });
      database.createObjectStore('kept', { keyPath: 'id' });
    },
  });
}

test('reads models, linked files and unfinished downloads of version 0.1.0', async () => {
  const weights = new Blob([new Uint8Array(1000).fill(7)]);
  const stored = {
    id: 'org/name:model.onnx',
    entry: 'model.onnx',
    source: `${hub}/org/name/resolve/main/model.onnx`,
    files: [{ name: 'model.onnx', sha256: await hashBlob(weights), sizeBytes: 1000 }],
    addedAt: 1_760_000_000_000,
    usedAt: 1_760_000_000_000,
    isPinned: true,
  };
  const sizeBytes = 3_000_000;
  const request = createDownloadRequest([['large.bin', await addFile('large.bin', sizeBytes)]]);
  const url = request.files[0]?.url ?? '';
  const response = await fetch(url, { headers: { range: 'bytes=0-999999' } });
  const etag = response.headers.get('etag');
  const handle = await write(await navigator.storage.getDirectory(), 'mine.gguf', 'GGUF');
  const linked = { id: 'mine.gguf', files: [{ handle, sizeBytes: 4, modifiedAt: 1_760_000_000_000 }], usedAt: 0 };

  // `src/storage/store/opfs-file-store.ts` names complete files by their hash, and partial ones uniquely.
  await write(await openStoreFolder('whole'), stored.files[0]?.sha256 ?? '', weights);
  await write(await openStoreFolder('partial'), 'a-part', await response.blob());
  const index = await openOldIndex();
  await index.put('models', stored);
  await index.put('kept', linked);
  await index.put('pending', request);
  const unfinished = { url, part: 'a-part', etag, version: etag, sizeBytes, ranges: [[0, 1_000_000]], hash: null };
  await index.put('unfinished', unfinished);
  index.close();

  const store = openStore();
  expect(await store.start()).toEqual([]);
  expect(await store.listModels()).toEqual([stored]);
  expect(await store.verify(stored.id)).toEqual([]);
  expect(await hashBlob((await store.openFiles(stored.id)).get('model.onnx'))).toBe(stored.files[0]?.sha256);
  expect(await store.listLinkedFiles()).toEqual([linked]);
  expect(await store.listPending()).toEqual([request]);

  const before = (await readHubLog()).length;
  await store.fetch(request);
  expect((await readHubLog()).slice(before).map(({ range }) => range)).toEqual(['bytes=1000000-2999999']);
  expect(await store.verify(repository)).toEqual([]);
});
