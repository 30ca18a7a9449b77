import { expect, test } from 'vitest';
import type { DownloadProgress, StoredModel } from '#core/model/stored-model.ts';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { openSession } from './session-handle.ts';
import { clearFaults, readHubLog, addFile, repository, injectFault } from './hub.fixture.ts';
import {
  createDownloadRequest,
  listFilesOnDisk,
  mediumBytes,
  openStore,
  withEmptyStores,
} from './store-handle.fixture.ts';

withEmptyStores();

interface Running {
  readonly sha256: string;
  /** Completes once the hub responds again. */
  readonly fetching: Promise<StoredModel>;
}

/** Another tab, in the middle of a download. */
async function downloadElsewhere(
  id: string,
  storedFiles: readonly (readonly [string, string])[] = [],
): Promise<Running> {
  const sha256 = await addFile('weights.bin', mediumBytes);
  await injectFault('weights.bin', { kind: 'slow', bytes: 4_000_000 });
  const hasBegun = Promise.withResolvers<void>();
  const fetching = openStore().fetch(createDownloadRequest([...storedFiles, ['weights.bin', sha256]], id), {
    onProgress: ({ receivedBytes }) => receivedBytes > 1_000_000 && hasBegun.resolve(),
  });
  await hasBegun.promise;
  return { sha256, fetching };
}

/** @returns how often the file was requested from its first byte */
const countStarts = async () => (await readHubLog()).filter(({ range }) => range?.startsWith('bytes=0-')).length;

test.each([
  ['with a known hash', true, 1],
  ['without a known hash', false, 2], // the hash is known only after the download
])('two tabs that fetch one model at the same time, %s, store one copy', async (_, isKnown, fetched) => {
  const sha256 = await addFile('weights.bin', mediumBytes);
  await injectFault('weights.bin', { kind: 'slow', bytes: 2_500_000 }); // so one still runs when the other starts
  const request = createDownloadRequest([['weights.bin', isKnown ? sha256 : null]]);
  const notices: unknown[] = [];
  const onProgress = ({ notice }: DownloadProgress) => notices.push(notice);
  const tab = () => openStore().fetch(request, { onProgress }); // either tab may be first
  const models = await Promise.all([tab(), tab()]);
  expect(models.map(({ files }) => files[0]?.sha256)).toEqual([sha256, sha256]);
  expect(notices).toContain('waiting');
  expect(await countStarts()).toBe(fetched);
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

test('a model that another tab is downloading cannot be discarded, and its download completes', async () => {
  const { sha256, fetching } = await downloadElsewhere(repository);
  const store = openStore();
  await expect(store.discard(repository)).rejects.toMatchObject({ code: 'model-in-use', facts: { model: repository } });
  await clearFaults();
  expect((await fetching).files[0]).toMatchObject({ sha256, sizeBytes: mediumBytes });
  expect(await store.verify(repository)).toEqual([]);
});

test('a model that another tab is downloading again cannot be deleted', async () => {
  const store = openStore();
  await store.fetch(createDownloadRequest([['config.json', await addFile('config.json', 300)]]));
  const { fetching } = await downloadElsewhere(repository);
  await expect(store.remove(repository)).rejects.toMatchObject({ code: 'model-in-use', facts: { model: repository } });
  await clearFaults();
  await fetching;
  await store.remove(repository);
  expect(await listFilesOnDisk('whole')).toEqual([]);
});

test('deleting a model leaves the files that a download of another model shares', async () => {
  const config = await addFile('config.json', 300);
  const store = openStore();
  await store.fetch(createDownloadRequest([['config.json', config]], 'one'));
  const { sha256, fetching } = await downloadElsewhere('two', [['config.json', config]]);
  await store.remove('one');
  await clearFaults();
  await fetching;
  expect(await store.verify('two')).toEqual([]);
  expect(new Set(await listFilesOnDisk('whole'))).toEqual(new Set([config, sha256]));
});

test('changes to a model by two tabs at the same time are all stored', async () => {
  const store = openStore();
  await store.fetch(createDownloadRequest([['config.json', await addFile('config.json', 300)]]));
  const other = openStore();
  for (let round = 0; round < 20; round++) {
    const isPinned = round % 2 === 0;
    await Promise.all([other.openFiles(repository), store.pin(repository, isPinned), other.openFiles(repository)]);
    expect(await store.listModels()).toMatchObject([{ isPinned }]);
  }
});

test('a stored model opens by its id and counts as in use until its session is closed', async () => {
  const graph = graphBuilder('increment');
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
