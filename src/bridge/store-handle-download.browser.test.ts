import { expect, test } from 'vitest';
import type { DownloadProgress } from '#core/model/stored-model.ts';
import { clearFaults, hub, readHubLog, addFile, repository, injectFault } from './hub.fixture.ts';
import {
  createDownloadRequest,
  listFilesOnDisk,
  largeBytes,
  openStore,
  hashBlob,
  withEmptyStores,
} from './store-handle.fixture.ts';

withEmptyStores();

test('a model is downloaded in ranges and checked, and its files can be read', async () => {
  const sha256 = await addFile('weights.bin', largeBytes);
  const small = await addFile('config.json', 300, { seed: 2, isLarge: false });
  const seen: DownloadProgress[] = [];
  const store = openStore();
  const model = await store.fetch(
    createDownloadRequest([
      ['weights.bin', sha256],
      ['config.json', null],
    ]),
    {
      onProgress: (progress) => seen.push(progress),
    },
  );
  expect(model.files).toEqual([
    { name: 'weights.bin', sha256, sizeBytes: largeBytes },
    { name: 'config.json', sha256: small, sizeBytes: 300 },
  ]);
  const requests = (await readHubLog()).filter(({ file }) => file.endsWith('weights.bin'));
  expect(new Set(requests.map(({ status }) => status))).toEqual(new Set([206]));
  // The Hub sends a browser to another origin for large files.
  expect(requests.map(({ host }) => host)).not.toContain(new URL(hub).host);
  expect(seen.some(({ receivedBytes }) => receivedBytes > 0 && receivedBytes < largeBytes)).toBe(true);
  const files = await store.openFiles(repository);
  expect(await hashBlob(files.get('weights.bin'))).toBe(sha256);
  expect(await store.listPending()).toEqual([]);
  expect(await listFilesOnDisk('partial')).toEqual([]);
});

test('a download resumes inside the file after the connection breaks', async () => {
  const sha256 = await addFile('weights.bin', largeBytes);
  await injectFault('weights.bin', { kind: 'drop', bytes: 3_000_000, times: 2 });
  await openStore().fetch(createDownloadRequest([['weights.bin', sha256]]));
  const starts = (await readHubLog()).map(({ range }) => Number(/\d+/.exec(range ?? '')?.[0]));
  expect(starts.some((start) => start % (8 << 20) !== 0)).toBe(true);
  expect((await readHubLog()).some(({ ifRange }) => ifRange !== null)).toBe(true);
});

test('a download completes after its worker was killed twice during it', async () => {
  const sha256 = await addFile('weights.bin', largeBytes);
  await injectFault('weights.bin', { kind: 'slow', bytes: 600_000 });
  for (let kill = 0; kill < 2; kill++) {
    const victim = openStore();
    const hasBegun = Promise.withResolvers<void>();
    const fetching = victim.fetch(createDownloadRequest([['weights.bin', sha256]]), {
      onProgress: ({ receivedBytes }) => receivedBytes > 0 && hasBegun.resolve(),
    });
    fetching.catch(() => {}); // ignored: its worker is killed
    await hasBegun.promise;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    victim.close();
  }
  await clearFaults();
  const before = (await readHubLog()).length;
  const store = openStore();
  await store.fetch(createDownloadRequest([['weights.bin', sha256]]));
  expect(await store.verify(repository)).toEqual([]);
  // If it had started over, the first request would be for the first byte.
  expect((await readHubLog())[before]?.range).toMatch(/^bytes=[1-9]/);
});

test('a download starts over, and reports it, if the file has changed in the meantime', async () => {
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

test('bytes with a wrong hash are discarded, and the next attempt downloads the whole file', async () => {
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
  'an interrupted download completes despite %s',
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

test.each([401, 403])('a response with %i fails the download as denied, with that status', async (status) => {
  const sha256 = await addFile('weights.bin', 1000);
  await injectFault('weights.bin', { kind: 'denied', status });
  await expect(openStore().fetch(createDownloadRequest([['weights.bin', sha256]]))).rejects.toMatchObject({
    code: 'access-denied',
    facts: { status },
  });
});

test('downloading a missing file fails with status 404', async () => {
  await expect(openStore().fetch(createDownloadRequest([['gone.bin', null]]))).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { reason: 'http-status', status: 404 },
  });
});

test('an empty file is downloaded and stored', async () => {
  const sha256 = await addFile('empty.txt', 0);
  expect((await openStore().fetch(createDownloadRequest([['empty.txt', sha256]]))).files[0]).toMatchObject({
    sha256,
    sizeBytes: 0,
  });
});
