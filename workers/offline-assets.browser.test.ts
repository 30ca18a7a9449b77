import { afterEach, expect, test } from 'vitest';
import { OfflineCache, type BuiltFile } from './offline-assets.ts';

const scope = new URL('/', location.href).href;
const file = (url: string, revision: string | null = null): BuiltFile => ({ url, revision, sizeBytes: 1 });
const some = '/package.json'; // any file of the test server

afterEach(() => caches.delete('assay-later'));

test('a file for offline use is cached on request, and is then no longer missing', async () => {
  const store = new OfflineCache([file(some)], scope);
  expect(await store.listMissing()).toMatchObject({ missing: [{ url: new URL(some, scope).href }], total: 1 });
  expect(await store.add(new URL(some, scope).href)).toBe(true);
  expect(await store.listMissing()).toEqual({ missing: [], total: 1 });
});

test('a file for offline use is cached when it is used, and then served from the cache', async () => {
  const store = new OfflineCache([file(some)], scope);
  const first = await (await store.get(new URL(some, scope).href)).text();
  await expect.poll(async () => (await store.listMissing()).missing).toEqual([]);
  expect(await (await store.get(new URL(some, scope).href)).text()).toBe(first);
});

test('a file of a new revision is missing, and cleaning deletes the old one', async () => {
  const old = new OfflineCache([file(some, 'one')], scope);
  await old.add(new URL(some, scope).href);
  const next = new OfflineCache([file(some, 'two')], scope);
  expect((await next.listMissing()).missing).toHaveLength(1);
  await next.clean();
  expect((await old.listMissing()).missing).toHaveLength(1);
});

test('a file that is not part of this build is not cached', async () => {
  const store = new OfflineCache([file('no-such-folder/no-such.wasm')], scope);
  expect(await store.add('https://example.com/elsewhere.wasm')).toBe(false);
  expect(await store.listMissing()).toMatchObject({ missing: [{ sizeBytes: 1 }], total: 1 });
});

test('at most one of the two GPU builds is cached for offline use, and no engine that no bundled model needs', async () => {
  const names = [
    'ort.jspi.bundle-1.js',
    'ort-wasm-simd-threaded.asyncify-2.wasm',
    'ort-wasm-simd-threaded-3.wasm',
    'wllama-4.wasm',
  ];
  const { missing } = await new OfflineCache(
    names.map((name) => file(name)),
    scope,
  ).listMissing();
  const wanted = missing.map(({ url }) => url.slice(scope.length));
  expect(wanted).toContain('ort-wasm-simd-threaded-3.wasm');
  expect(wanted).not.toContain('wllama-4.wasm');
  expect(wanted.filter((name) => /jspi|asyncify/.test(name)).length).toBe('gpu' in navigator ? 1 : 0);
});
