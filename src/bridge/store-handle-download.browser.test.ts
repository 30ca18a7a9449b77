import { expect, test } from 'vitest';
import type { DownloadProgress } from '#core/model/stored-model.ts';
import { clearFaults, hub, readHubLog, addFile, repository, injectFault } from './hub.fixture.ts';
import {
  createDownloadRequest,
  listFilesOnDisk,
  largeBytes,
  openStore,
  hashBlob,
  useEmptyStores,
} from './store-handle.fixture.ts';

useEmptyStores();

test('downloads a model in ranges, verifies it, and opens its files', async () => {
  const sha256 = await addFile('weights.bin', largeBytes);
  const small = await addFile('config.json', 300, { seed: 2, isLarge: false });
  const reports: DownloadProgress[] = [];
  const store = openStore();
  const model = await store.fetch(
    createDownloadRequest([
      ['weights.bin', sha256],
      ['config.json', null],
    ]),
    {
      onProgress: (progress) => reports.push(progress),
    },
  );
  expect(model.files).toEqual([
    { name: 'weights.bin', sha256, sizeBytes: largeBytes },
    { name: 'config.json', sha256: small, sizeBytes: 300 },
  ]);
  const requests = (await readHubLog()).filter(({ file }) => file.endsWith('weights.bin'));
  expect(new Set(requests.map(({ status }) => status))).toEqual(new Set([206]));
  // The Hub redirects requests for large files to another origin.
  expect(requests.map(({ host }) => host)).not.toContain(new URL(hub).host);
  expect(reports.some(({ receivedBytes }) => receivedBytes > 0 && receivedBytes < largeBytes)).toBe(true);
  const files = await store.openFiles(repository);
  expect(await hashBlob(files.get('weights.bin'))).toBe(sha256);
  expect(await store.listPending()).toEqual([]);
  expect(await listFilesOnDisk('partial')).toEqual([]);
});

test('resumes a download within the file after the connection breaks', async () => {
  const sha256 = await addFile('weights.bin', largeBytes);
  await injectFault('weights.bin', { kind: 'drop', bytes: 3_000_000, times: 2 });
  await openStore().fetch(createDownloadRequest([['weights.bin', sha256]]));
  const starts = (await readHubLog()).map(({ range }) => Number(/\d+/.exec(range ?? '')?.[0]));
  expect(starts.some((start) => start % (8 << 20) !== 0)).toBe(true);
  expect((await readHubLog()).some(({ ifRange }) => ifRange !== null)).toBe(true);
});

test('completes a download although its worker was killed twice', async () => {
  const sha256 = await addFile('weights.bin', largeBytes);
  await injectFault('weights.bin', { kind: 'slow', bytes: 600_000 });
  for (let kill = 0; kill < 2; kill++) {
    const killedStore = openStore();
    const hasBegun = Promise.withResolvers<void>();
    const fetching = killedStore.fetch(createDownloadRequest([['weights.bin', sha256]]), {
      onProgress: ({ receivedBytes }) => receivedBytes > 0 && hasBegun.resolve(),
    });
    fetching.catch(() => {}); // its worker is killed
    await hasBegun.promise;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    killedStore.close();
  }
  await clearFaults();
  const before = (await readHubLog()).length;
  const store = openStore();
  await store.fetch(createDownloadRequest([['weights.bin', sha256]]));
  expect(await store.verify(repository)).toEqual([]);
  // A download that starts over requests the first byte.
  expect((await readHubLog())[before]?.range).toMatch(/^bytes=[1-9]/);
});

test('starts a download over, and reports it, if the file has changed', async () => {
  await addFile('weights.bin', largeBytes);
  await injectFault('weights.bin', { kind: 'slow', bytes: 4_000_000 });
  const pause = new AbortController();
  const paused = openStore().fetch(createDownloadRequest([['weights.bin', null]]), {
    signal: pause.signal,
    onProgress: ({ receivedBytes }) => receivedBytes > 2_000_000 && pause.abort(),
  });
  await expect(paused).rejects.toMatchObject({ code: 'aborted' });
  await clearFaults();
  const sha256 = await addFile('weights.bin', largeBytes, { seed: 7 });
  const notices: unknown[] = [];
  const model = await openStore().fetch(createDownloadRequest([['weights.bin', sha256]]), {
    onProgress: ({ notice }) => notices.push(notice),
  });
  expect(notices).toContain('started-over');
  expect(model.files[0]?.sha256).toBe(sha256);
});

test('discards bytes with a wrong hash, and the next attempt downloads the whole file', async () => {
  const sha256 = await addFile('weights.bin', 3_000_000);
  await injectFault('weights.bin', { kind: 'corrupt', bytes: 2_000_000 });
  const store = openStore();
  await expect(store.fetch(createDownloadRequest([['weights.bin', sha256]]))).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { format: 'weights.bin', reason: 'hash-mismatch', expected: sha256 },
  });
  expect(await listFilesOnDisk('partial')).toEqual([]);
  expect(await listFilesOnDisk('whole')).toEqual([]);
  await clearFaults();
  expect((await store.fetch(createDownloadRequest([['weights.bin', sha256]]))).files[0]?.sha256).toBe(sha256);
});

test.each([
  ['a body that ends early', { kind: 'truncate', bytes: 1_000_000, times: 2 }],
  ['a server that is busy once', { kind: 'busy', retryAfter: '1', times: 1 }],
  ['a server that ignores Range', { kind: 'no-ranges' }],
  ['a server whose CORS policy forbids If-Range', { kind: 'no-guard' }],
] as const)(
  'completes an interrupted download despite %s',
  async (_, fault) => {
    const sha256 = await addFile('weights.bin', 3_000_000);
    await injectFault('weights.bin', { kind: 'drop', bytes: 500_000, times: 1 });
    await injectFault('weights.bin', fault);
    expect((await openStore().fetch(createDownloadRequest([['weights.bin', sha256]]))).files[0]).toMatchObject({
      sha256,
    });
  },
  30_000,
);

test.each([401, 403])('reports access as denied with status %i', async (status) => {
  const sha256 = await addFile('weights.bin', 1000);
  await injectFault('weights.bin', { kind: 'denied', status });
  await expect(openStore().fetch(createDownloadRequest([['weights.bin', sha256]]))).rejects.toMatchObject({
    code: 'access-denied',
    facts: { status },
  });
});

test('fails to download a missing file with status 404', async () => {
  await expect(openStore().fetch(createDownloadRequest([['gone.bin', null]]))).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { reason: 'http-status', status: 404 },
  });
});

test('downloads and stores an empty file', async () => {
  const sha256 = await addFile('empty.txt', 0);
  expect((await openStore().fetch(createDownloadRequest([['empty.txt', sha256]]))).files[0]).toMatchObject({
    sha256,
    sizeBytes: 0,
  });
});
