import { beforeEach, expect, test, vi } from 'vitest';
import type { Inspection, Listing } from '#bridge/inspect-contract.ts';
import { AppError } from '#core/errors/error.ts';
import type { StoredModel } from '#core/model/stored-model.ts';
import type { Variant } from '#planner/variants.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { inspectors } from '../fakes/inspect-handle.fixture.ts';
import { stores, type StoreHandle } from '../fakes/store-handle.fixture.ts';
import type { PickerPage } from './model-rows.ts';
import { companion } from '../companion/companion.svelte.ts';
import { ModelPicker, type PickedModel } from './model-picker.svelte.ts';

vi.mock('#bridge/inspect-handle.ts', () => import('../fakes/inspect-handle.fixture.ts'));
vi.mock('#bridge/store-handle.ts', () => import('../fakes/store-handle.fixture.ts'));
vi.mock('#records/forecast-records.ts', () => ({ listForecastChecks: async () => [] }));
vi.mock('../device/cached-device-profile.svelte.ts', () => ({ cachedDeviceProfile: { profile: {} } }));

const repository = 'bartowski/SmolLM2-135M-Instruct-GGUF';
const path = 'SmolLM2-135M-Instruct-Q4_K_M.gguf';
const smallModelId = `${repository}:${path}`;
let store: StoreHandle;
let picked: PickedModel[];

/** Opens the picker of a page on a device with these stored models. */
async function openPicker(page: PickerPage, ...stored: readonly StoredModel[]): Promise<ModelPicker> {
  picked = [];
  const picker = new ModelPicker(page, (model) => picked.push(model));
  const loading = picker.load();
  store = stores.at(-1)!;
  store.stored = stored;
  store.listPending = async () => [];
  store.starts.at(-1)?.answer([]);
  await flushPromises();
  inspectors.at(-1)?.unreadRatings.at(-1)?.answer([]);
  await loading;
  return picker;
}

beforeEach(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem() {} });
  vi.spyOn(companion, 'start').mockReturnValue();
});

function createStoredModel(id: string, usedAt = 0): StoredModel {
  const entry = id.slice(id.lastIndexOf(':') + 1);
  const files = [{ name: entry, sha256: '', sizeBytes: 7 }];
  return { id, entry, source: '', files, addedAt: 0, usedAt, isPinned: false };
}

function createListing(...paths: readonly string[]): Listing {
  const variants = paths.map((name): Variant => {
    const file = { path: name, sizeBytes: 105, sha256: null, url: `https://hub.test/${name}` };
    return { format: 'gguf', precision: null, entry: file, parts: [], files: [file], sizeBytes: 105 };
  });
  return { repository: { id: repository, revision: '1', licence: 'apache-2.0', files: [] }, variants };
}

const getMismatch = (picker: ModelPicker, id: string) => picker.rows.find((row) => row.id === id)?.mismatch;
const findSmallModelRow = (picker: ModelPicker) => picker.rows.find(({ id }) => id === 'smollm2-135m-gguf')!;

test('Chat offers stored language models, recently used first, then the catalogue by size', async () => {
  const picker = await openPicker(
    { kind: 'chat' },
    createStoredModel('o/n:old.gguf', 1),
    createStoredModel('o/n:new.gguf', 2),
  );
  const names = picker.offeredRows.map(({ id }) => id);
  expect(names.slice(0, 4)).toEqual(['o/n:new.gguf', 'o/n:old.gguf', 'smollm2-135m-gguf', 'smollm2-360m-gguf']);
  expect(getMismatch(picker, 'digits')).toEqual({ reason: 'not-a-text-model' });
  expect(getMismatch(picker, 'smollm2-360m-mlc')).toEqual({ reason: 'library-missing' });
});

test('models of the companion are offered if one of its engines is ready to open them', async () => {
  const device = { device: 'cpu', name: 'CPU' } as const;
  companion.engines = [
    { engine: 'ort', state: 'ready', version: '1', devices: [device], facts: {} },
    { engine: 'llama', state: 'missing', version: null, devices: [], facts: {} },
    { engine: 'oip', state: 'ready', version: null, devices: [{ device: 'server', name: 'far' }], facts: {} },
    { engine: 'openai', state: 'ready', version: null, devices: [{ device: 'server', name: 'far' }], facts: {} },
  ];
  companion.models = [
    { name: 'a/net.onnx', sizeBytes: 7 },
    { name: 'a/labels.txt', sizeBytes: 1 },
    { name: 'chat.gguf', sizeBytes: 5 },
    { name: 'far/net:1', sizeBytes: 0, engine: 'oip' },
    { name: 'far/chat', sizeBytes: 0, engine: 'openai' },
  ];
  const run = await openPicker({ kind: 'run', task: 'object-detection' });
  expect(run.rowsInCompanion).toMatchObject([
    { id: 'companion:a/net.onnx', location: 'companion', sizeBytes: 7, target: { engine: 'ort', device: 'cpu' } },
    { id: 'server:far/net:1', location: 'server', sizeBytes: null, target: { engine: 'oip', device: 'server' } },
  ]);
  await run.open(run.rowsInCompanion[1]!);
  expect(picked).toMatchObject([{ kind: 'model', id: 'server:far/net:1', target: { device: 'server' } }]);
  expect(getMismatch(await openPicker({ kind: 'chat' }), 'companion:chat.gguf')).toEqual({
    reason: 'engine-not-ready',
  });
  const bench = await openPicker({ kind: 'bench' });
  expect(getMismatch(bench, 'server:far/net:1')).toBeNull();
  expect(getMismatch(bench, 'server:far/chat')).toEqual({ reason: 'server-not-timed' });
  const optimise = await openPicker({ kind: 'optimise' });
  expect(getMismatch(optimise, 'companion:a/net.onnx')).toEqual({ reason: 'only-in-companion' });
  [companion.engines, companion.models] = [[], []];
});

test('Run offers models of its task, with a reason for each model that it does not offer', async () => {
  const picker = await openPicker({ kind: 'run', task: 'object-detection' }, createStoredModel('o/n:net.onnx', 1));
  expect(picker.offeredRows.map(({ id }) => id)).toEqual(['o/n:net.onnx', 'centernet', 'yolos-tiny', 'yolov10n']);
  expect(getMismatch(picker, 'digits')).toEqual({ reason: 'other-task', task: 'digits' });
  expect(getMismatch(picker, 'smollm2-135m-gguf')).toEqual({ reason: 'text-model' });
});

test('a stored model is listed after known ones until its header shows its task', async () => {
  const other = createStoredModel('o/n:other.onnx', 2);
  const picker = await openPicker(
    { kind: 'run', task: 'object-detection' },
    createStoredModel('o/n:net.onnx', 1),
    other,
  );
  const idsOnDevice = () => picker.rowsOnDevice.map(({ id }) => id);
  expect(idsOnDevice()).toEqual(['centernet', 'o/n:other.onnx', 'o/n:net.onnx']);
  for (const tasks of [['segmentation'], ['object-detection']]) {
    store.reads.at(-1)?.answer(new Map());
    await flushPromises();
    inspectors
      .at(-1)
      ?.reads.at(-1)
      ?.answer({ tasks } as unknown as Inspection);
    await flushPromises();
  }
  expect(idsOnDevice()).toEqual(['o/n:net.onnx', 'centernet']);
  expect(getMismatch(picker, 'o/n:other.onnx')).toEqual({ reason: 'other-task', task: 'segmentation' });
  expect(inspectors.at(-1)?.isClosed).toBe(true);
});

test('cancelling a listing or a download does not end the reading of headers, but closing does', async () => {
  const ids = ['o/n:a.onnx', 'o/n:b.onnx', 'o/n:c.onnx'];
  const picker = await openPicker({ kind: 'run', task: 'object-detection' }, ...ids.map((id) => createStoredModel(id)));
  const reader = inspectors.at(-1)!;
  const readNext = async () => {
    store.reads.at(-1)?.answer(new Map());
    await flushPromises();
    reader.reads.at(-1)?.answer({ tasks: ['segmentation'] } as unknown as Inspection);
    await flushPromises();
  };
  picker.address = repository;
  const finding = picker.listAddress();
  picker.stop();
  await finding;
  expect(picker).toMatchObject({ isListing: false, failure: null });
  await readNext();
  const downloading = picker.download(findSmallModelRow(picker));
  await picker.cancel();
  await downloading;
  expect(picker).toMatchObject({ currentDownload: null, failure: null });
  await readNext();
  picker.close();
  await readNext();
  const isRead = ids.map((id) => getMismatch(picker, id)?.reason === 'other-task');
  expect(isRead.filter(Boolean)).toHaveLength(2);
  expect(reader.isClosed).toBe(true);
});

test('a download ends an unfinished listing, and a listing ends the start of a download', async () => {
  const picker = await openPicker({ kind: 'bench' });
  picker.address = repository;
  void picker.listAddress();
  const row = findSmallModelRow(picker);
  void picker.download(row);
  expect(picker).toMatchObject({ isListing: false, currentDownload: { key: row.key } });
  void picker.listAddress();
  expect(picker).toMatchObject({ isListing: true, currentDownload: null });
});

test('the search matches words of name, task and licence, and the filter selects one task', async () => {
  const picker = await openPicker({ kind: 'bench' });
  picker.search = 'apache smol';
  expect(picker.offeredRows.map(({ id }) => id)).toEqual(['smollm2-135m-gguf', 'smollm2-360m-gguf']);
  picker.search = '';
  picker.taskFilter = 'digits';
  expect(picker.offeredRows.map(({ id }) => id)).toEqual(['digits']);
});

test('a stored model of the catalogue has its name and licence, and is not offered as a download', async () => {
  const picker = await openPicker({ kind: 'chat' }, createStoredModel(smallModelId));
  const rows = picker.rows.filter(({ name }) => name === 'SmolLM2 135M Instruct');
  expect(rows).toMatchObject([{ location: 'stored', id: smallModelId, licence: 'Apache-2.0', sizeBytes: 7 }]);
  await picker.open(rows[0]!);
  expect(picked).toEqual([{ kind: 'model', id: smallModelId }]);
});

test('a model of the catalogue is listed, downloaded and then opened', async () => {
  const picker = await openPicker({ kind: 'chat' });
  const row = findSmallModelRow(picker);
  const downloading = picker.download(row);
  expect(picker.currentDownload).toEqual({ key: row.key, request: null });
  expect(inspectors.at(-1)?.listings[0]?.request).toBe(repository);
  inspectors.at(-1)?.listings[0]?.answer(createListing('other.gguf', path));
  await flushPromises();
  expect(picker.currentDownload?.request?.id).toBe(smallModelId);
  expect(picked).toEqual([]);
  store.fetches.at(-1)?.answer(createStoredModel(smallModelId));
  await downloading;
  expect(picked).toEqual([{ kind: 'model', id: smallModelId }]);
  expect(picker.currentDownload).toBeNull();
});

test('a paused download is resumed without asking the Hub again', async () => {
  const picker = await openPicker({ kind: 'chat' });
  const downloading = picker.download(findSmallModelRow(picker));
  inspectors.at(-1)?.listings[0]?.answer(createListing(path));
  await flushPromises();
  store.listPending = async () => [picker.currentDownload!.request!];
  picker.pause();
  await downloading;
  expect(picker).toMatchObject({ currentDownload: null, failure: null });
  const requestCount = inspectors.length;
  const resumed = picker.download(findSmallModelRow(picker));
  await flushPromises();
  expect(inspectors).toHaveLength(requestCount);
  store.fetches.at(-1)?.answer(createStoredModel(smallModelId));
  await resumed;
  expect(picked).toEqual([{ kind: 'model', id: smallModelId }]);
});

test('a stored copy is opened by its id, which is valid in links', async () => {
  const copy = createStoredModel('mine.gguf (0123abcd)');
  const picker = await openPicker({ kind: 'chat' }, copy);
  await picker.open(picker.rows.find(({ id }) => id === copy.id)!);
  expect(picked).toEqual([{ kind: 'model', id: copy.id }]);
});

test('a stored model whose id is not valid in links is opened by its files', async () => {
  const secret = createStoredModel('https://models.example/mine.gguf?token=secret');
  const picker = await openPicker({ kind: 'chat' }, secret);
  const opening = picker.open(picker.rows.find(({ id }) => id === secret.id)!);
  store.reads.at(-1)?.answer(new Map([['mine.gguf', new Blob(['x'])]]));
  await opening;
  expect(picked).toMatchObject([{ kind: 'files', files: [{ name: 'mine.gguf' }], linkedId: null }]);
});

test('a failed download shows its error in its row, and a closed picker opens no model', async () => {
  const picker = await openPicker({ kind: 'chat' });
  const row = findSmallModelRow(picker);
  const failing = picker.download(row);
  inspectors.at(-1)?.listings[0]?.fail(new AppError('fetch-failed'));
  await failing;
  expect(picker.failure).toMatchObject({ key: row.key, error: { code: 'fetch-failed' } });
  const downloading = picker.download(row);
  inspectors.at(-1)?.listings[0]?.answer(createListing(path));
  await flushPromises();
  picker.close();
  store.fetches.at(-1)?.answer(createStoredModel(smallModelId));
  await downloading;
  expect(picked).toEqual([]);
});

test('a typed repository lists its models, and a typed bundled model is found without the Hub', async () => {
  const picker = await openPicker({ kind: 'bench' });
  picker.address = repository;
  const finding = picker.listAddress();
  inspectors.at(-1)?.listings[0]?.answer(createListing(path, 'b.gguf'));
  await finding;
  expect(picker.addressRows).toMatchObject([
    { id: smallModelId, sizeBytes: 105, licence: 'apache-2.0', mismatch: null },
    { id: `${repository}:b.gguf` },
  ]);
  picker.address = 'not a model';
  await picker.listAddress();
  expect(picker.failure).toMatchObject({ key: null, error: { code: 'address-invalid' } });
  vi.stubGlobal('document', { baseURI: 'https://assay.test/' });
  picker.address = 'digits';
  await picker.listAddress();
  expect(picker.addressRows).toMatchObject([{ location: 'bundled', id: 'digits' }]);
});
