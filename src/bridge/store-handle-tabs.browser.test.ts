import { expect, test } from 'vitest';
import type { DownloadProgress, StoredModel } from '#core/model/stored-model.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { openSession } from './session-handle.ts';
import { clearFaults, readHubLog, addFile, repository, injectFault } from './hub.fixture.ts';
import {
  createDownloadRequest,
  listFilesOnDisk,
  mediumBytes,
  openStore,
  useEmptyStores,
} from './store-handle.fixture.ts';

useEmptyStores();

interface RunningDownload {
  readonly sha256: string;
  /** Resolves after the hub responds again. */
  readonly fetching: Promise<StoredModel>;
}

/** Starts a download in another tab. */
async function downloadInOtherTab(
  id: string,
  storedFiles: readonly (readonly [string, string])[] = [],
): Promise<RunningDownload> {
  const sha256 = await addFile('weights.bin', mediumBytes);
  await injectFault('weights.bin', { kind: 'slow', bytes: 4_000_000 });
  const hasBegun = Promise.withResolvers<void>();
  const fetching = openStore().fetch(createDownloadRequest([...storedFiles, ['weights.bin', sha256]], id), {
    onProgress: ({ receivedBytes }) => receivedBytes > 1_000_000 && hasBegun.resolve(),
  });
  await hasBegun.promise;
  return { sha256, fetching };
}

/** The number of requests for the first byte of a file. */
const countStarts = async () => (await readHubLog()).filter(({ range }) => range?.startsWith('bytes=0-')).length;

test.each([
  ['with a known hash', true, 1],
  ['without a known hash', false, 2], // the hash is known only after the download
])('two tabs that fetch one model at the same time, %s, store one copy', async (_, isKnown, expectedStarts) => {
  const sha256 = await addFile('weights.bin', mediumBytes);
  await injectFault('weights.bin', { kind: 'slow', bytes: 2_500_000 }); // delayed, so that the downloads overlap
  const request = createDownloadRequest([['weights.bin', isKnown ? sha256 : null]]);
  const notices: unknown[] = [];
  const onProgress = ({ notice }: DownloadProgress) => notices.push(notice);
  const fetchInTab = () => openStore().fetch(request, { onProgress });
  const models = await Promise.all([fetchInTab(), fetchInTab()]);
  expect(models.map(({ files }) => files[0]?.sha256)).toEqual([sha256, sha256]);
  expect(notices).toContain('waiting');
  expect(await countStarts()).toBe(expectedStarts);
  expect(await listFilesOnDisk('whole')).toEqual([sha256]);
  expect(await listFilesOnDisk('partial')).toEqual([]);
  expect(await openStore().verify(repository)).toEqual([]);
});

test('two tabs that download different models with a common file download it once', async () => {
  const sha256 = await addFile('weights.bin', mediumBytes);
  const files = [['weights.bin', sha256]] as const;
  const store = openStore();
  await Promise.all([
    openStore().fetch(createDownloadRequest(files, 'one')),
    store.fetch(createDownloadRequest(files, 'two')),
  ]);
  expect(await countStarts()).toBe(1);
  expect(await listFilesOnDisk('whole')).toEqual([sha256]);
  expect([...(await store.verify('one')), ...(await store.verify('two'))]).toEqual([]);
});

test('does not discard a model that another tab is downloading', async () => {
  const { sha256, fetching } = await downloadInOtherTab(repository);
  const store = openStore();
  await expect(store.discard(repository)).rejects.toMatchObject({ code: 'model-in-use', facts: { model: repository } });
  await clearFaults();
  expect((await fetching).files[0]).toMatchObject({ sha256, sizeBytes: mediumBytes });
  expect(await store.verify(repository)).toEqual([]);
});

test('does not delete a model that another tab is downloading again', async () => {
  const store = openStore();
  await store.fetch(createDownloadRequest([['config.json', await addFile('config.json', 300)]]));
  const { fetching } = await downloadInOtherTab(repository);
  await expect(store.remove(repository)).rejects.toMatchObject({ code: 'model-in-use', facts: { model: repository } });
  await clearFaults();
  await fetching;
  await store.remove(repository);
  expect(await listFilesOnDisk('whole')).toEqual([]);
});

test('does not delete files that a running download of another model shares', async () => {
  const config = await addFile('config.json', 300);
  const store = openStore();
  await store.fetch(createDownloadRequest([['config.json', config]], 'one'));
  const { sha256, fetching } = await downloadInOtherTab('two', [['config.json', config]]);
  await store.remove('one');
  await clearFaults();
  await fetching;
  expect(await store.verify('two')).toEqual([]);
  expect(new Set(await listFilesOnDisk('whole'))).toEqual(new Set([config, sha256]));
});

test('stores concurrent changes to a model by two tabs', async () => {
  const store = openStore();
  await store.fetch(createDownloadRequest([['config.json', await addFile('config.json', 300)]]));
  const other = openStore();
  for (let round = 0; round < 20; round++) {
    const isPinned = round % 2 === 0;
    await Promise.all([other.openFiles(repository), store.pin(repository, isPinned), other.openFiles(repository)]);
    expect(await store.listModels()).toMatchObject([{ isPinned }]);
  }
});

test('opens a stored model by its id, which is in use until its session is closed', async () => {
  const graph = createGraphBuilder('increment');
  graph.weights('one', [1], new Float32Array([1]));
  graph.node('Add', [graph.input('x', 'float32', ['n']), 'one'], {}, 'y');
  graph.output('y', 'float32', ['n']);
  const address = URL.createObjectURL(new Blob([writeOnnx(graph.model(17))]));
  const store = openStore();
  const files = [{ name: 'increment.onnx', url: address, sha256: null, sizeBytes: null }];
  await store.fetch({ id: 'mine', entry: 'increment.onnx', source: 'here', files });
  const subject = { kind: 'model', id: 'mine' } as const;
  const session = await openSession({ subject, engine: 'ort', options: { devices: ['wasm'] } });
  const { y } = await session.run({ x: { dtype: 'float32', shape: [1], data: new Float32Array([1]) } });
  expect(y?.data).toEqual(new Float32Array([2]));
  await expect(store.remove('mine')).rejects.toMatchObject({ code: 'model-in-use' });
  session.close();
  await expect
    .poll(() =>
      store.remove('mine').then(
        () => 'removed',
        () => 'in use',
      ),
    )
    .toBe('removed');
});
