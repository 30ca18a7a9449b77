import { beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#core/error.ts';
import type { FetchRequest, StoredModel } from '#core/storage.ts';
import { flushPromises, stores, type StoreHandle } from '../fake-handles.fixture.ts';
import { storedModels } from './stored-models.svelte.ts';

vi.mock('#bridge/store-handle.ts', () => import('../fake-handles.fixture.ts'));

const request: FetchRequest = {
  id: 'organisation/model:model.onnx',
  entry: 'model.onnx',
  source: 'https://hub.test/model.onnx',
  files: [{ url: 'https://hub.test/model.onnx', name: 'model.onnx', sha256: null, sizeBytes: 4 }],
};
const { id } = request;
const model: StoredModel = { ...request, files: [], addedAt: 0, usedAt: 0, isPinned: false };
const received = { receivedBytes: 1, totalBytes: 4, bytesPerS: null, leftMs: null, notice: null };
let store: StoreHandle;

/** The app has one `storedModels`, and so has this file. */
beforeEach(async () => {
  const loading = storedModels.load();
  [store] = stores.slice(-1) as [StoreHandle];
  store.kept = [];
  store.starts.at(-1)?.answer([]);
  await loading;
});

test('a download shows its progress until the model is stored, and then the model', async () => {
  const onProgress = vi.fn();
  const keeping = storedModels.download(request, onProgress);
  expect(storedModels.pending).toEqual([request]);
  expect(storedModels.progress[id]).toMatchObject({ receivedBytes: 0, totalBytes: 4 });
  store.progress(received);
  expect(storedModels.progress[id]).toEqual(received);
  expect(onProgress.mock.calls).toEqual([[received]]);
  store.kept = [model];
  store.fetches.at(-1)?.answer(model);
  expect(await keeping).toBeNull();
  expect(storedModels.isFetching(id)).toBe(false);
  expect(storedModels.models).toEqual([model]);
});

test('a download that is asked for twice runs once, and both callers hear of its end', async () => {
  const before = store.fetches.length;
  const both = [storedModels.download(request), storedModels.download(request)];
  expect(store.fetches).toHaveLength(before + 1);
  store.fetches.at(-1)?.fail(new AppError('fetch-failed'));
  expect((await Promise.all(both)).map((error) => error?.code)).toEqual(['fetch-failed', 'fetch-failed']);
  expect(storedModels.errors[id]).toMatchObject({ code: 'fetch-failed' });
});

test('a download that is paused resolves to `aborted`, shows no error and can be resumed', async () => {
  const keeping = storedModels.download(request);
  storedModels.pause(id);
  expect(await keeping).toMatchObject({ code: 'aborted' });
  expect(storedModels.errors[id]).toBeUndefined();
  expect(storedModels.isFetching(id)).toBe(false);
  const resumed = storedModels.download(request);
  store.fetches.at(-1)?.answer(model);
  expect(await resumed).toBeNull();
});

test('progress of a paused download that comes late is not shown', async () => {
  const keeping = storedModels.download(request);
  storedModels.pause(id);
  await keeping;
  store.progress(received);
  expect(storedModels.progress).toEqual({});
});

test('a reading of the store that a newer one overtook is dropped', async () => {
  const older = Promise.withResolvers<readonly StoredModel[]>();
  vi.spyOn(store, 'models').mockReturnValueOnce(older.promise);
  void storedModels.pin(id, true);
  store.changes.at(-1)?.answer();
  await flushPromises();
  store.kept = [model];
  void storedModels.pin(id, false);
  store.changes.at(-1)?.answer();
  await flushPromises();
  older.resolve([]);
  await flushPromises();
  expect(storedModels.models).toEqual([model]);
});

test('a change in another tab is read', async () => {
  store.kept = [model];
  const tab = new BroadcastChannel('assay-store');
  tab.postMessage('changed');
  await expect.poll(() => storedModels.models).toEqual([model]);
  tab.close();
});

test('a store whose worker died is started again by the next call, once', async () => {
  const reading = storedModels.filesOf('first');
  const late = storedModels.filesOf('second');
  const [first, second] = store.reads.slice(-2);
  first?.fail(new AppError('worker-died'));
  expect(await reading).toBeNull();
  expect(storedModels.errors['first']).toMatchObject({ code: 'worker-died' });
  const again = storedModels.filesOf('first');
  second?.fail(new AppError('worker-died'));
  await late;
  void storedModels.filesOf('third');
  expect(stores.slice(stores.indexOf(store))).toHaveLength(2);
  expect(stores.at(-1)?.reads.map(({ request }) => request)).toEqual(['first', 'third']);
  stores.at(-1)?.reads[0]?.answer(new Map([['model.onnx', new Blob(['bytes'])]]));
  expect((await again)?.map(({ name }) => name)).toEqual(['model.onnx']);
  expect(storedModels.errors['first']).toBeUndefined();
});

test('verifying shows `checking`, then the files that are not what they were', async () => {
  const verifying = storedModels.verify(id);
  expect(storedModels.verified[id]).toBe('checking');
  store.verifications.at(-1)?.answer(['model.onnx']);
  await verifying;
  expect(storedModels.verified[id]).toEqual(['model.onnx']);
});

test('verifying that fails shows the error instead', async () => {
  const verifying = storedModels.verify(id);
  store.verifications.at(-1)?.fail(new AppError('storage-failed'));
  await verifying;
  expect(storedModels.verified[id]).toBeUndefined();
  expect(storedModels.errors[id]).toMatchObject({ code: 'storage-failed' });
});

test('a link to a model that is not stored is refused, and one to a model of the catalogue is not', async () => {
  const wanted = storedModels.requireStored(id);
  store.starts.at(-1)?.answer([]);
  await expect(wanted).rejects.toMatchObject({ code: 'model-not-stored', facts: { model: id } });
  await expect(storedModels.requireStored('digits')).resolves.toBeUndefined();
});

test('models that the browser cleared are named', async () => {
  const loading = storedModels.load();
  store.starts.at(-1)?.answer([id]);
  await loading;
  expect(storedModels.cleared).toEqual([id]);
});
