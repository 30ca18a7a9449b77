import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write.ts';
import type { DownloadProgress, FetchRequest } from '#core/storage.ts';
import { openSession } from './handle.ts';
import { StoreHandle } from './store-handle.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** From `e2e/fixtures/hub-setup.ts`. */
    hubUrl: string;
  }
}

const hub = inject('hubUrl');
const repository = 'maker/model';
/** Three requests: each asks for 8 MiB. */
const largeBytes = 25_000_000;

interface Logged {
  readonly file: string;
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly status: number;
}

async function control<T>(command: string, body: unknown = {}): Promise<T> {
  const response = await fetch(`${hub}/__control/${command}`, { method: 'POST', body: JSON.stringify(body) });
  return response.json();
}

async function publish(path: string, sizeBytes: number, seed = 1): Promise<string> {
  const made = { file: `${repository}/${path}`, sizeBytes, seed };
  return (await control<{ sha256: string }>('file', made)).sha256;
}

const spoil = (path: string, fault: object) => control('fault', { file: `${repository}/${path}`, ...fault });
const log = () => control<Logged[]>('log');

function asking(files: readonly (readonly [path: string, sha256: string | null])[], id = repository): FetchRequest {
  const urls = files.map(([path, sha256]) => ({
    name: path,
    url: `${hub}/${repository}/resolve/main/${path}`,
    sha256,
    sizeBytes: null,
  }));
  return { id, entry: files[0]?.[0] ?? '', source: hub, files: urls };
}

async function sha256Of(blob: Blob | undefined): Promise<string> {
  const bytes = (await blob?.arrayBuffer()) ?? new ArrayBuffer(0);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What Playwright gives; the type that the library publishes is empty. */
interface Cdp {
  send(command: string, parameters: object): Promise<unknown>;
}

const handles: StoreHandle[] = [];
function openStore(): StoreHandle {
  const handle = new StoreHandle();
  handles.push(handle);
  return handle;
}

async function filesOnDisk(folder: 'whole' | 'partial'): Promise<string[]> {
  const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models', { create: true });
  const names: string[] = [];
  for await (const name of (await models.getDirectoryHandle(folder, { create: true })).keys()) names.push(name);
  return names;
}

beforeEach(async () => {
  await control('reset');
  const store = openStore();
  for (const { id } of await store.models()) await store.remove(id);
  for (const { id } of await store.pending()) await store.discard(id);
});

afterEach(() => {
  for (const handle of handles.splice(0)) handle.close();
});

test('fetches a model in parts at once, checks it, and gives its files back', async () => {
  const sha256 = await publish('weights.bin', largeBytes);
  const small = await publish('config.json', 300, 2);
  const seen: DownloadProgress[] = [];
  const store = openStore();
  const model = await store.fetch(
    asking([
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
  expect((await log()).filter(({ file }) => file.endsWith('weights.bin')).map(({ status }) => status)).toEqual([
    206, 206, 206,
  ]);
  expect(seen.some(({ receivedBytes }) => receivedBytes > 0 && receivedBytes < largeBytes)).toBe(true);
  const files = await store.files(repository);
  expect(await sha256Of(files.get('weights.bin'))).toBe(sha256);
  expect(await store.pending()).toEqual([]);
  expect(await filesOnDisk('partial')).toEqual([]);
});

test('goes on inside the file after the connection breaks', async () => {
  const sha256 = await publish('weights.bin', largeBytes);
  await spoil('weights.bin', { kind: 'drop', bytes: 3_000_000, times: 2 });
  await openStore().fetch(asking([['weights.bin', sha256]]));
  const starts = (await log()).map(({ range }) => Number(/\d+/.exec(range ?? '')?.[0]));
  expect(starts.some((start) => start % (8 << 20) !== 0)).toBe(true);
  expect((await log()).some(({ ifRange }) => ifRange !== null)).toBe(true);
});

test('ends whole after its worker was killed five times in the middle', async () => {
  const sha256 = await publish('weights.bin', largeBytes);
  await spoil('weights.bin', { kind: 'slow', bytes: 600_000 });
  for (let kill = 0; kill < 5; kill++) {
    const victim = openStore();
    const hasBegun = Promise.withResolvers<void>();
    const fetching = victim.fetch(asking([['weights.bin', sha256]]), {
      onProgress: ({ receivedBytes }) => receivedBytes > 0 && hasBegun.resolve(),
    });
    fetching.catch(() => {}); // it is not to be heard of again
    await hasBegun.promise;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    victim.close();
  }
  await control('heal');
  const before = (await log()).length;
  const store = openStore();
  await store.fetch(asking([['weights.bin', sha256]]));
  expect(await store.verify(repository)).toEqual([]);
  // Had it begun again, the first request would ask for the first byte.
  expect((await log())[before]?.range).toMatch(/^bytes=[1-9]/);
});

test('starts over, and says so, where the file has changed meanwhile', async () => {
  await publish('weights.bin', largeBytes);
  await spoil('weights.bin', { kind: 'slow', bytes: 4_000_000 });
  const pause = new AbortController();
  const paused = openStore().fetch(asking([['weights.bin', null]]), {
    signal: pause.signal,
    onProgress: ({ receivedBytes }) => receivedBytes > 2_000_000 && pause.abort(),
  });
  await expect(paused).rejects.toMatchObject({ code: 'aborted' });
  await control('heal');
  const sha256 = await publish('weights.bin', largeBytes, 7);
  const notices: unknown[] = [];
  const model = await openStore().fetch(asking([['weights.bin', sha256]]), {
    onProgress: ({ notice }) => notices.push(notice),
  });
  expect(notices).toContain('started-over');
  expect(model.files[0]?.sha256).toBe(sha256);
});

test('discards bytes that do not hash to what they must, and fetches them whole the next time', async () => {
  const sha256 = await publish('weights.bin', 10_000_000);
  await spoil('weights.bin', { kind: 'corrupt', bytes: 9_000_000 });
  const store = openStore();
  await expect(store.fetch(asking([['weights.bin', sha256]]))).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { format: 'weights.bin', why: expect.stringContaining(sha256) },
  });
  expect(await filesOnDisk('partial')).toEqual([]);
  expect(await filesOnDisk('whole')).toEqual([]);
  await control('heal');
  expect((await store.fetch(asking([['weights.bin', sha256]]))).files[0]?.sha256).toBe(sha256);
});

test.each([
  ['a body that ends early', { kind: 'truncate', bytes: 1_000_000, times: 2 }],
  ['a server that asks for patience', { kind: 'busy', seconds: 1, times: 1 }],
  ['a server that knows no ranges', { kind: 'no-ranges' }],
  ['a server that lets no If-Range through', { kind: 'no-guard' }],
])(
  'copes with %s',
  async (_, fault) => {
    const sha256 = await publish('weights.bin', 12_000_000);
    await spoil('weights.bin', { kind: 'drop', bytes: 500_000, times: 1 });
    await spoil('weights.bin', fault);
    expect((await openStore().fetch(asking([['weights.bin', sha256]]))).files[0]).toMatchObject({ sha256 });
  },
  30_000,
);

test.each([401, 403])('says that access was denied with %i', async (status) => {
  const sha256 = await publish('weights.bin', 1000);
  await spoil('weights.bin', { kind: 'denied', status });
  await expect(openStore().fetch(asking([['weights.bin', sha256]]))).rejects.toMatchObject({
    code: 'access-denied',
    facts: { status },
  });
});

test('says that a file is not there', async () => {
  await expect(openStore().fetch(asking([['gone.bin', null]]))).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { why: expect.stringContaining('404') },
  });
});

test('keeps an empty file', async () => {
  const sha256 = await publish('empty.txt', 0);
  expect((await openStore().fetch(asking([['empty.txt', sha256]]))).files[0]).toMatchObject({ sha256, sizeBytes: 0 });
});

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

test('two tabs that want the same model fetch it once', async () => {
  const sha256 = await publish('weights.bin', largeBytes);
  const request = asking([['weights.bin', sha256]]);
  const notices: unknown[] = [];
  await Promise.all([
    openStore().fetch(request),
    openStore().fetch(request, { onProgress: ({ notice }) => notices.push(notice) }),
  ]);
  expect((await log()).filter(({ range }) => range?.startsWith('bytes=0-'))).toHaveLength(1);
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

test('an engine opens a stored model by its id, and it counts as in use until the engine closes', async () => {
  const graph = graphBuilder('increment');
  graph.weights('one', [1], new Float32Array([1]));
  graph.node('Add', [graph.input('x', 'float32', ['n']), 'one'], {}, 'y');
  graph.output('y', 'float32', ['n']);
  const address = URL.createObjectURL(new Blob([writeOnnx(graph.model(17))]));
  const store = openStore();
  const files = [{ name: 'increment.onnx', url: address, sha256: null, sizeBytes: null }];
  await store.fetch({ id: 'mine', entry: 'increment.onnx', source: 'here', files });
  const subject = { kind: 'model', id: 'mine' } as const;
  const session = await openSession({ subject, runtime: 'ort', options: { devices: ['wasm'] } });
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

test('keeps what a model is pinned as, and its bytes verified', async () => {
  const sha256 = await publish('weights.bin', 1000);
  const store = openStore();
  await store.fetch(asking([['weights.bin', sha256]]));
  await store.pin(repository, true);
  expect((await store.models())[0]).toMatchObject({ isPinned: true });
  const whole = await (
    await (await navigator.storage.getDirectory()).getDirectoryHandle('models')
  ).getDirectoryHandle('whole');
  const writing = await (await whole.getFileHandle(sha256)).createWritable({ keepExistingData: true });
  await writing.write({ type: 'write', position: 10, data: new Uint8Array([1, 2, 3]) });
  await writing.close();
  expect(await store.verify(repository)).toEqual(['weights.bin']);
});

test('notices on start what the browser has cleared', async () => {
  const sha256 = await publish('weights.bin', 1000);
  const store = openStore();
  await store.fetch(asking([['weights.bin', sha256]]));
  expect(await store.start()).toEqual([]);
  const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
  await (await models.getDirectoryHandle('whole')).removeEntry(sha256);
  expect(await store.start()).toEqual([repository]);
  expect(await store.models()).toEqual([]);
});

/** Chromium's own switch for tests: as if the disk were that small. */
async function whileRoomIs<T>(freeBytes: number, act: () => Promise<T>): Promise<T> {
  const session = cdp() as unknown as Cdp;
  const { usage = 0 } = await navigator.storage.estimate();
  const { origin } = location;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + freeBytes });
  try {
    return await act();
  } finally {
    await session.send('Storage.overrideQuotaForOrigin', { origin });
  }
}

test('refuses before it writes what cannot fit', async () => {
  await publish('weights.bin', 1000);
  await spoil('weights.bin', { kind: 'claims', bytes: 2 ** 50 });
  await expect(openStore().fetch(asking([['weights.bin', null]]))).rejects.toMatchObject({
    code: 'storage-failed',
    facts: { needBytes: 2 ** 50 },
  });
});

test('says that the disk is full where it fills up on the way, and goes on when there is room', async () => {
  const sha256 = await publish('weights.bin', largeBytes);
  const request = asking([['weights.bin', sha256]]);
  await spoil('weights.bin', { kind: 'slow', bytes: 4_000_000 });
  const hasBegun = Promise.withResolvers<void>();
  const fetching = openStore().fetch(request, {
    onProgress: ({ receivedBytes }) => receivedBytes > 0 && hasBegun.resolve(),
  });
  await hasBegun.promise;
  await whileRoomIs(1_000_000, () =>
    expect(fetching).rejects.toMatchObject({ code: 'storage-failed', facts: { why: expect.stringContaining('full') } }),
  );
  await control('heal');
  expect((await openStore().fetch(request)).files[0]).toMatchObject({ sha256 });
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
