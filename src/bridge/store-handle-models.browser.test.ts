import { expect, test } from 'vitest';
import { publish, repository, spoil } from './hub.fixture.ts';
import {
  asking,
  filesOnDisk,
  folderOf,
  largeBytes,
  openStore,
  sha256Of,
  withEmptyStores,
} from './store-handle.fixture.ts';

withEmptyStores();

test('a paused model can be discarded, bytes and all', async () => {
  await publish('weights.bin', largeBytes);
  await spoil('weights.bin', { kind: 'slow', bytes: 4_000_000 });
  const pause = new AbortController();
  const store = openStore();
  const paused = store.fetch(asking([['weights.bin', null]]), {
    signal: pause.signal,
    onProgress: ({ receivedBytes }) => receivedBytes > 1_000_000 && pause.abort(),
  });
  await expect(paused).rejects.toMatchObject({ code: 'aborted' });
  expect((await store.pending()).map(({ id }) => id)).toEqual([repository]);
  expect(await filesOnDisk('partial')).toHaveLength(1);
  await store.discard(repository);
  expect(await store.pending()).toEqual([]);
  expect(await filesOnDisk('partial')).toEqual([]);
});

test('models share files of one content, and a file goes with the last of them', async () => {
  const sha256 = await publish('weights.bin', 1000);
  const store = openStore();
  await store.fetch(asking([['weights.bin', sha256]], 'one'));
  await store.fetch(asking([['weights.bin', sha256]], 'two'));
  await store.remove('one');
  expect(await filesOnDisk('whole')).toEqual([sha256]);
  await store.remove('two');
  expect(await filesOnDisk('whole')).toEqual([]);
});

test('keeps what a model is pinned as, and its bytes verified', async () => {
  const sha256 = await publish('weights.bin', 1000);
  const store = openStore();
  await store.fetch(asking([['weights.bin', sha256]]));
  await store.pin(repository, true);
  expect((await store.models())[0]).toMatchObject({ isPinned: true });
  const file = await (await folderOf('whole')).getFileHandle(sha256);
  const writing = await file.createWritable({ keepExistingData: true });
  await writing.write({ type: 'write', position: 10, data: new Uint8Array([1, 2, 3]) });
  await writing.close();
  expect(await store.verify(repository)).toEqual(['weights.bin']);
});

test('notices on start what the browser has cleared', async () => {
  const sha256 = await publish('weights.bin', 1000);
  const store = openStore();
  await store.fetch(asking([['weights.bin', sha256]]));
  expect(await store.start()).toEqual([]);
  await (await folderOf('whole')).removeEntry(sha256);
  expect(await store.start()).toEqual([repository]);
  expect(await store.models()).toEqual([]);
});

test('copies a file of the user, so that it opens without the one on the disk', async () => {
  const bytes = new Uint8Array(3_000_000).map((_, at) => at * 7);
  const sha256 = await sha256Of(new Blob([bytes]));
  const store = openStore();
  const { id, source, files } = await store.keepCopy([new File([bytes], 'mine.onnx')]);
  expect({ id, source }).toEqual({ id: `mine.onnx (${sha256.slice(0, 8)})`, source: 'file' });
  expect(files).toEqual([{ name: 'mine.onnx', sha256, sizeBytes: 3_000_000 }]);
  expect(await filesOnDisk('whole')).toEqual([sha256]);
  expect(await filesOnDisk('partial')).toEqual([]);
  expect(await store.verify(id)).toEqual([]);
  expect(await sha256Of((await store.files(id)).get('mine.onnx'))).toBe(sha256);
  await store.keepCopy([new File([bytes], 'mine.onnx')]);
  await store.keepCopy([new File(['other'], 'mine.onnx')]);
  expect(await store.models()).toHaveLength(2);
});

test('what a copy left half done goes with the next one', async () => {
  await (await folderOf('partial')).getFileHandle('copy-left', { create: true });
  await openStore().keepCopy([new File(['whole'], 'mine.onnx')]);
  expect(await filesOnDisk('partial')).toEqual([]);
});

test('remembers files that are opened where they lie', async () => {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle('mine.onnx', { create: true });
  const writing = await handle.createWritable();
  await writing.write('weights');
  await writing.close();
  await openStore().keepInPlace('mine', [handle]);
  const store = openStore();
  const [kept] = await store.keptInPlace();
  expect(await (await kept?.handles[0]?.getFile())?.text()).toBe('weights');
  await store.forgetInPlace('mine');
  expect(await store.keptInPlace()).toEqual([]);
  expect((await handle.getFile()).size).toBe(7);
});
