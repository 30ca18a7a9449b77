import { expect, test } from 'vitest';
import type { DownloadProgress } from '#core/model/stored-model.ts';
import type { LinkedFile } from './session-contract.ts';
import { clearFaults, readHubLog, addFile, repository, injectFault } from './hub.fixture.ts';
import type { StoreHandle } from './store-handle.ts';
import {
  createDownloadRequest,
  listFilesOnDisk,
  openStoreFolder,
  mediumBytes,
  openStore,
  hashBlob,
  useEmptyStores,
} from './store-handle.fixture.ts';

useEmptyStores();

test('deletes the bytes of a paused model that is discarded', async () => {
  await addFile('weights.bin', mediumBytes);
  await injectFault('weights.bin', { kind: 'slow', bytes: 4_000_000 });
  const pause = new AbortController();
  const store = openStore();
  const paused = store.fetch(createDownloadRequest([['weights.bin', null]]), {
    signal: pause.signal,
    onProgress: ({ receivedBytes }) => receivedBytes > 1_000_000 && pause.abort(),
  });
  await expect(paused).rejects.toMatchObject({ code: 'aborted' });
  expect((await store.listPending()).map(({ id }) => id)).toEqual([repository]);
  expect(await listFilesOnDisk('partial')).toHaveLength(1);
  await store.discard(repository);
  expect(await store.listPending()).toEqual([]);
  expect(await listFilesOnDisk('partial')).toEqual([]);
});

test('stores a file once for all models, and deletes it with the last of them', async () => {
  const sha256 = await addFile('weights.bin', 1000);
  const store = openStore();
  await store.fetch(createDownloadRequest([['weights.bin', sha256]], 'one'));
  await store.fetch(createDownloadRequest([['weights.bin', sha256]], 'two'));
  await store.remove('one');
  expect(await listFilesOnDisk('whole')).toEqual([sha256]);
  await store.remove('two');
  expect(await listFilesOnDisk('whole')).toEqual([]);
});

/** Starts a large download under another id, after `storedFiles`, and pauses it. */
async function pauseAnother(
  store: StoreHandle,
  storedFiles: readonly (readonly [string, null])[] = [],
  id = 'another',
): Promise<void> {
  const sha256 = await addFile('other.bin', mediumBytes, { seed: 5 });
  await injectFault('other.bin', { kind: 'slow', bytes: 4_000_000 });
  const pause = new AbortController();
  const onProgress = ({ receivedBytes }: DownloadProgress) => receivedBytes > 1_000_000 && pause.abort();
  const paused = store.fetch(createDownloadRequest([...storedFiles, ['other.bin', sha256]], id), {
    signal: pause.signal,
    onProgress,
  });
  await expect(paused).rejects.toMatchObject({ code: 'aborted' });
}

test('deletes a model while another download is paused, and downloads it again', async () => {
  const sha256 = await addFile('weights.bin', 1000);
  const store = openStore();
  await pauseAnother(store);
  await store.fetch(createDownloadRequest([['weights.bin', sha256]]));
  const countRequests = async () => (await readHubLog()).filter(({ file }) => file.endsWith('weights.bin')).length;
  const before = await countRequests();
  await store.remove(repository);
  expect(await listFilesOnDisk('whole')).toEqual([]);
  await store.fetch(createDownloadRequest([['weights.bin', sha256]]));
  expect(await countRequests()).toBeGreaterThan(before);
  expect(await listFilesOnDisk('partial')).toHaveLength(1);
});

test('does not delete completed files that a paused download also uses', async () => {
  await addFile('merges.txt', 300, { isLarge: false });
  const store = openStore();
  await store.fetch(createDownloadRequest([['merges.txt', null]]));
  await pauseAnother(store, [['merges.txt', null]]);
  await store.remove(repository);
  await clearFaults();
  const [paused] = await store.listPending();
  await store.fetch(paused!);
  expect(await store.verify('another')).toEqual([]);
});

test('does not delete a file that another paused download needs', async () => {
  const store = openStore();
  await pauseAnother(store);
  await clearFaults();
  await pauseAnother(store, [], 'a third');
  await clearFaults();
  const newer = await addFile('newer.bin', 1000, { seed: 6 });
  await store.fetch(createDownloadRequest([['newer.bin', newer]], 'another'));
  expect(await listFilesOnDisk('partial')).toHaveLength(1);
});

test('resumes a download at the new URL of a file with the same hash', async () => {
  const store = openStore();
  await pauseAnother(store);
  await clearFaults();
  const before = (await readHubLog()).length;
  const moved = createDownloadRequest([['other.bin', (await store.listPending())[0]!.files[0]!.sha256]], 'another');
  const files = moved.files.map((file) => ({ ...file, url: file.url.replace('/main/', '/0123456789/') }));
  await store.fetch({ ...moved, files });
  // A download that starts over requests the first byte.
  expect((await readHubLog())[before]?.range).toMatch(/^bytes=[1-9]/);
  expect(await listFilesOnDisk('partial')).toEqual([]);
});

test('deletes partial files whose URL is no longer requested', async () => {
  const store = openStore();
  await pauseAnother(store);
  await clearFaults();
  const other = await addFile('newer.bin', 1000, { seed: 6 });
  await store.fetch(createDownloadRequest([['newer.bin', other]], 'another'));
  expect(await listFilesOnDisk('partial')).toEqual([]);
});

test('the next start deletes partial files without a record and of an interrupted copy', async () => {
  for (const name of ['orphan', 'copy-orphan'])
    await (await openStoreFolder('partial')).getFileHandle(name, { create: true });
  await openStore().start();
  expect(await listFilesOnDisk('partial')).toEqual([]);
});

test('stores a pin, and verifying a corrupt model returns the name of the corrupt file', async () => {
  const sha256 = await addFile('weights.bin', 1000);
  const store = openStore();
  await store.fetch(createDownloadRequest([['weights.bin', sha256]]));
  await store.pin(repository, true);
  expect((await store.listModels())[0]).toMatchObject({ isPinned: true });
  const file = await (await openStoreFolder('whole')).getFileHandle(sha256);
  const writing = await file.createWritable({ keepExistingData: true });
  await writing.write({ type: 'write', position: 10, data: new Uint8Array([1, 2, 3]) });
  await writing.close();
  expect(await store.verify(repository)).toEqual(['weights.bin']);
});

test('the next start reports a model that the browser has cleared', async () => {
  const sha256 = await addFile('weights.bin', 1000);
  const store = openStore();
  await store.fetch(createDownloadRequest([['weights.bin', sha256]]));
  expect(await store.start()).toEqual([]);
  await (await openStoreFolder('whole')).removeEntry(sha256);
  expect(await store.start()).toEqual([repository]);
  expect(await store.listModels()).toEqual([]);
});

test('stores a copied file once, and opens it without the original', async () => {
  const bytes = new Uint8Array(3_000_000).map((_, index) => index * 7);
  const sha256 = await hashBlob(new Blob([bytes]));
  const store = openStore();
  const { id, source, files } = await store.storeCopy([new File([bytes], 'mine.onnx')]);
  expect({ id, source }).toEqual({ id: `mine.onnx (${sha256.slice(0, 8)})`, source: 'file' });
  expect(files).toEqual([{ name: 'mine.onnx', sha256, sizeBytes: 3_000_000 }]);
  expect(await listFilesOnDisk('whole')).toEqual([sha256]);
  expect(await listFilesOnDisk('partial')).toEqual([]);
  expect(await store.verify(id)).toEqual([]);
  expect(await hashBlob((await store.openFiles(id)).get('mine.onnx'))).toBe(sha256);
  await store.storeCopy([new File([bytes], 'mine.onnx')]);
  await store.storeCopy([new File(['other'], 'mine.onnx')]);
  expect(await store.listModels()).toHaveLength(2);
});

test('an aborted copy stores nothing and leaves no parts', async () => {
  const abort = new AbortController();
  const copied: number[] = [];
  const store = openStore();
  const onCopied = (copiedBytes: number) => {
    copied.push(copiedBytes);
    abort.abort();
  };
  // Larger than one chunk of a file stream, so that the copy is still running when it is aborted.
  const files = ['one.onnx', 'two.bin'].map((name) => new File([new Uint8Array(40_000_000)], name));
  await expect(store.storeCopy(files, { signal: abort.signal, onCopied })).rejects.toMatchObject({ code: 'aborted' });
  expect(copied[0]).toBeGreaterThan(0);
  expect(await store.listModels()).toEqual([]);
  expect(await listFilesOnDisk('partial')).toEqual([]);
  expect(await listFilesOnDisk('whole')).toEqual([]);
});

test('the next copy deletes an interrupted one', async () => {
  await (await openStoreFolder('partial')).getFileHandle('copy-orphan', { create: true });
  await openStore().storeCopy([new File(['whole'], 'mine.onnx')]);
  expect(await listFilesOnDisk('partial')).toEqual([]);
});

/** A file outside the store, in place of one on the user's disk. */
async function createUserFile(folder: string, name: string): Promise<LinkedFile> {
  const root = await navigator.storage.getDirectory();
  const handle = await (
    await root.getDirectoryHandle(folder, { create: true })
  ).getFileHandle(name, {
    create: true,
  });
  const writing = await handle.createWritable();
  await writing.write('weights');
  await writing.close();
  const { size, lastModified } = await handle.getFile();
  return { handle, sizeBytes: size, modifiedAt: lastModified };
}

test('remembers linked files, and unlinking does not change them', async () => {
  const weights = await createUserFile('mine', 'weights.bin');
  const model = await createUserFile('mine', 'model.json');
  expect(await openStore().linkFiles([weights, model])).toMatchObject({ id: 'model.json' });
  const store = openStore();
  const [linked] = await store.listLinkedFiles();
  expect(linked?.files.map(({ sizeBytes }) => sizeBytes)).toEqual([7, 7]);
  expect(await (await linked?.files[0]?.handle.getFile())?.text()).toBe('weights');
  await store.unlinkFiles('model.json');
  expect(await store.listLinkedFiles()).toEqual([]);
  expect((await model.handle.getFile()).size).toBe(7);
});

test('links a file again as the same model, and another file of the same name as another model', async () => {
  const store = openStore();
  const first = await createUserFile('first', 'mine.onnx');
  const second = await createUserFile('second', 'mine.onnx');
  const ids = [];
  for (const file of [first, second, await createUserFile('first', 'mine.onnx'), second]) {
    ids.push((await store.linkFiles([file])).id);
  }
  expect(ids).toEqual(['mine.onnx', 'mine.onnx (2)', 'mine.onnx', 'mine.onnx (2)']);
  expect((await store.listLinkedFiles()).map(({ id }) => id)).toEqual(['mine.onnx', 'mine.onnx (2)']);
});

test('records that a linked file was opened unless another tab has unlinked it', async () => {
  const store = openStore();
  const file = await createUserFile('linked', 'mine.onnx');
  const { id, usedAt } = await store.linkFiles([file]);
  await store.touchLinkedFiles(id, [{ ...file, sizeBytes: 8 }]);
  const [used] = await store.listLinkedFiles();
  expect(used?.files[0]?.sizeBytes).toBe(8);
  expect(used?.usedAt).toBeGreaterThanOrEqual(usedAt);
  await openStore().unlinkFiles(id);
  await store.touchLinkedFiles(id, [file]);
  expect(await store.listLinkedFiles()).toEqual([]);
});

test('rejects several files without a recognisable entry file', async () => {
  const store = openStore();
  const files = [await createUserFile('linked', 'a.txt'), await createUserFile('linked', 'b.txt')];
  await expect(store.linkFiles(files)).rejects.toMatchObject({
    code: 'model-unknown',
    facts: { model: 'a.txt, b.txt' },
  });
  expect(await store.listLinkedFiles()).toEqual([]);
});
