import { beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { FetchRequest, StoredModel } from '#core/model/stored-model.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { stores, type StoreHandle } from '../fakes/store-handle.fixture.ts';
import { storedModels } from './stored-models.svelte.ts';

vi.mock('#bridge/store-handle.ts', () => import('../fakes/store-handle.fixture.ts'));

const request: FetchRequest = {
  id: 'organisation/model:model.onnx',
  entry: 'model.onnx',
  source: 'https://hub.test/model.onnx',
  files: [{ url: 'https://hub.test/model.onnx', name: 'model.onnx', sha256: null, sizeBytes: 4 }],
};
const { id } = request;
const model: StoredModel = { ...request, files: [], addedAt: 0, usedAt: 0, isPinned: false };
const received = { receivedBytes: 1, totalBytes: 4, bytesPerS: null, remainingMs: null, notice: null };
let store: StoreHandle;

/** `storedModels` is a singleton, shared by the tests of this file. */
beforeEach(async () => {
  const loading = storedModels.load();
  [store] = stores.slice(-1) as [StoreHandle];
  store.stored = [];
  store.starts.at(-1)?.answer([]);
  await loading;
});

test('a download shows its progress until the model is stored, then the model', async () => {
  const onProgress = vi.fn();
  const keeping = storedModels.download(request, onProgress);
  expect(storedModels.pendingDownloads).toEqual([request]);
  expect(storedModels.progress[id]).toMatchObject({ receivedBytes: 0, totalBytes: 4 });
  store.reportProgress(received);
  expect(storedModels.progress[id]).toEqual(received);
  expect(onProgress.mock.calls).toEqual([[received]]);
  store.stored = [model];
  store.fetches.at(-1)?.answer(model);
  expect(await keeping).toBeNull();
  expect(storedModels.isDownloading(id)).toBe(false);
  expect(storedModels.models).toEqual([model]);
});

test('a download requested twice runs once, and resolves for both callers', async () => {
  const before = store.fetches.length;
  const both = [storedModels.download(request), storedModels.download(request)];
  expect(store.fetches).toHaveLength(before + 1);
  store.fetches.at(-1)?.fail(new AppError('fetch-failed'));
  expect((await Promise.all(both)).map((error) => error?.code)).toEqual(['fetch-failed', 'fetch-failed']);
  expect(storedModels.errors[id]).toMatchObject({ code: 'fetch-failed' });
});

test('a paused download resolves to `aborted`, shows no error and can be resumed', async () => {
  const keeping = storedModels.download(request);
  storedModels.pause(id);
  expect(await keeping).toMatchObject({ code: 'aborted' });
  expect(storedModels.errors[id]).toBeUndefined();
  expect(storedModels.isDownloading(id)).toBe(false);
  const resumed = storedModels.download(request);
  store.fetches.at(-1)?.answer(model);
  expect(await resumed).toBeNull();
});

test('late progress of a paused download is not shown', async () => {
  const keeping = storedModels.download(request);
  storedModels.pause(id);
  await keeping;
  store.reportProgress(received);
  expect(storedModels.progress).toEqual({});
});

test('the result of a superseded read of the store is discarded', async () => {
  const older = Promise.withResolvers<readonly StoredModel[]>();
  vi.spyOn(store, 'listModels').mockReturnValueOnce(older.promise);
  void storedModels.pin(id, true);
  store.changes.at(-1)?.answer();
  await flushPromises();
  store.stored = [model];
  void storedModels.pin(id, false);
  store.changes.at(-1)?.answer();
  await flushPromises();
  older.resolve([]);
  await flushPromises();
  expect(storedModels.models).toEqual([model]);
});

test('a change in another tab is shown', async () => {
  store.stored = [model];
  const tab = new BroadcastChannel('assay-store');
  tab.postMessage('changed');
  await expect.poll(() => storedModels.models).toEqual([model]);
  tab.close();
});

test('after the store’s worker has died, the next call starts one new worker', async () => {
  const reading = storedModels.loadFiles('first');
  const late = storedModels.loadFiles('second');
  const [first, second] = store.reads.slice(-2);
  first?.fail(new AppError('worker-died'));
  expect(await reading).toBeNull();
  expect(storedModels.errors['first']).toMatchObject({ code: 'worker-died' });
  const again = storedModels.loadFiles('first');
  second?.fail(new AppError('worker-died'));
  await late;
  void storedModels.loadFiles('third');
  expect(stores.slice(stores.indexOf(store))).toHaveLength(2);
  expect(stores.at(-1)?.reads.map(({ request }) => request)).toEqual(['first', 'third']);
  stores.at(-1)?.reads[0]?.answer(new Map([['model.onnx', new Blob(['bytes'])]]));
  expect((await again)?.map(({ name }) => name)).toEqual(['model.onnx']);
  expect(storedModels.errors['first']).toBeUndefined();
});

test('a verification shows checking, and then the damaged files', async () => {
  const verifying = storedModels.verify(id);
  expect(storedModels.verifications[id]).toBe('checking');
  store.verifications.at(-1)?.answer(['model.onnx']);
  await verifying;
  expect(storedModels.verifications[id]).toEqual(['model.onnx']);
});

test('a failed verification shows the error instead', async () => {
  const verifying = storedModels.verify(id);
  store.verifications.at(-1)?.fail(new AppError('storage-failed'));
  await verifying;
  expect(storedModels.verifications[id]).toBeUndefined();
  expect(storedModels.errors[id]).toMatchObject({ code: 'storage-failed' });
});

test('a link to a missing stored model is rejected, and a link to a catalogue model is not', async () => {
  const required = storedModels.requireStored(id);
  store.starts.at(-1)?.answer([]);
  await expect(required).rejects.toMatchObject({ code: 'model-not-stored', facts: { model: id } });
  await expect(storedModels.requireStored('digits')).resolves.toBeUndefined();
});

test('models that the browser has deleted are listed', async () => {
  const loading = storedModels.load();
  store.starts.at(-1)?.answer([id]);
  await loading;
  expect(storedModels.evicted).toEqual([id]);
});

const copyId = 'mine.onnx (0a1b2c3d)';
const toCopy = (copied: string): StoredModel => ({ ...model, id: copied, entry: 'mine.onnx', source: 'file' });

/** Lists the copy as missing, as a link to it does. */
async function loadMissingCopy(): Promise<void> {
  const finding = storedModels.findMissingCopy(copyId);
  store.starts.at(-1)?.answer([]);
  await finding;
}

test('a link to a copy that is not stored lists it as missing until it is dismissed', async () => {
  await loadMissingCopy();
  expect(storedModels.missing).toContain(copyId);
  storedModels.dismissMissing(copyId);
  expect(storedModels.missing).not.toContain(copyId);
});

test('a link to a model with an origin lists nothing as missing, because it can be downloaded', async () => {
  const before = storedModels.missing;
  for (const named of ['digits', 'organisation/other:model.onnx', 'https://hub.test/other.onnx'])
    await storedModels.findMissingCopy(named);
  expect(storedModels.missing).toEqual(before);
});

test('a renamed file restores a missing copy with the same SHA-256', async () => {
  await loadMissingCopy();
  const restoring = storedModels.restoreCopy(copyId, [new File(['bytes'], 'renamed.onnx')]);
  await flushPromises();
  expect(store.copies.at(-1)?.request.map(({ name }) => name)).toEqual(['mine.onnx']);
  store.stored = [toCopy(copyId)];
  store.copies.at(-1)?.answer(toCopy(copyId));
  expect(await restoring).toBe(true);
  expect(storedModels.missing).not.toContain(copyId);
});

test('another file does not restore a missing copy, and its copy is deleted', async () => {
  await loadMissingCopy();
  const restoring = storedModels.restoreCopy(copyId, [new File(['other'], 'other.onnx')]);
  await flushPromises();
  store.copies.at(-1)?.answer(toCopy('mine.onnx (ffffffff)'));
  await flushPromises();
  expect(store.changes.at(-1)?.request).toBe('remove mine.onnx (ffffffff)');
  store.changes.at(-1)?.answer();
  expect(await restoring).toBe(false);
  expect(storedModels.errors[copyId]).toMatchObject({ code: 'other-copy', facts: { file: 'other.onnx' } });
  expect(storedModels.missing).toContain(copyId);
});

test('damaged files are deleted before the file is copied again', async () => {
  store.stored = [toCopy(copyId)];
  const loading = storedModels.load();
  store.starts.at(-1)?.answer([]);
  await loading;
  const restoring = storedModels.restoreCopy(copyId, [new File(['bytes'], 'mine.onnx')]);
  await flushPromises();
  expect(store.changes.at(-1)?.request).toBe(`remove ${copyId}`);
  store.stored = [];
  store.changes.at(-1)?.answer();
  await flushPromises();
  store.copies.at(-1)?.answer(toCopy(copyId));
  expect(await restoring).toBe(true);
});
