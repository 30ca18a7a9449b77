import { afterEach, expect, test, vi } from 'vitest';
import type { OfflineBundleId } from '#bridge/offline-contract.ts';
import { readWasmFeatures } from '#device/wasm-features.ts';
import { OfflineCache, type BuiltFile } from './offline-assets.ts';

const scope = new URL('/', location.href).href;
const createFile = (url: string, bundle: OfflineBundleId = 'ort', revision: string | null = null): BuiltFile => ({
  url,
  revision,
  sizeBytes: 7,
  bundle,
});
const path = '/package.json'; // any file of the test server
const url = new URL(path, scope).href;
const missing = [{ url, sizeBytes: 7 }];
const { signal } = new AbortController();

afterEach(() => caches.delete('assay-later'));

test('a file is cached on request, with progress, which completes its bundle', async () => {
  const store = new OfflineCache([createFile(path)], scope);
  expect(await store.listBundles()).toEqual([{ id: 'ort', sizeBytes: 7, missing }]);
  const progress = vi.fn();
  expect(await store.add(url, progress, signal)).toBe('cached');
  const bytes = await (await store.get(url)).arrayBuffer();
  expect(progress).toHaveBeenLastCalledWith(bytes.byteLength);
  expect(await store.listBundles()).toEqual([{ id: 'ort', sizeBytes: 7, missing: [] }]);
});

test('a file is cached on first use, and then served from the cache', async () => {
  const store = new OfflineCache([createFile(path)], scope);
  const first = await (await store.get(url)).text();
  await expect.poll(async () => (await store.listBundles())[0]?.missing).toEqual([]);
  expect(await (await store.get(url)).text()).toBe(first);
});

test('a new revision of a file is missing, and cleaning deletes the old one', async () => {
  const old = new OfflineCache([createFile(path, 'ort', 'one')], scope);
  await old.add(url, () => {}, signal);
  const next = new OfflineCache([createFile(path, 'ort', 'two')], scope);
  expect(await next.listBundles()).toMatchObject([{ missing }]);
  await next.clean();
  expect(await old.listBundles()).toMatchObject([{ missing }]);
});

test('files that are unknown, unreachable or cancelled are not cached', async () => {
  const missingFile = 'no-such-folder/no-such.wasm';
  const store = new OfflineCache([createFile(path), createFile(missingFile)], scope);
  const add = (address: string, stop = signal) => store.add(address, () => {}, stop);
  expect(await add('https://example.com/elsewhere.wasm')).toBe('not-in-build');
  expect(await add(new URL(missingFile, scope).href)).toBe('no-connection'); // the test server responds with a page
  await store.get(new URL(missingFile, scope).href);
  expect(await add(url, AbortSignal.abort())).toBe('cancelled');
  expect(await store.listBundles()).toMatchObject([{ missing: [{}, {}] }]);
});

test('only the engine builds that this browser can use are listed', async () => {
  const { jspi, relaxedSimd } = readWasmFeatures();
  const store = new OfflineCache(
    [
      createFile('assets/ort.jspi.bundle-1.js', 'ort-webgpu'),
      createFile('assets/ort-wasm-simd-threaded.asyncify-2.wasm', 'ort-webgpu'),
      createFile('assets/litert-3.js', 'litert'),
      createFile('assets/litert_wasm_internal-4.wasm', 'litert'),
      createFile('assets/litert_wasm_compat_internal-5.wasm', 'litert'),
    ],
    scope,
  );
  const numbers = (await store.listBundles()).map((bundle) => [
    bundle.id,
    bundle.missing.map((missingFile) => Number(/-(\d)\./.exec(missingFile.url)?.[1])),
  ]);
  const gpu = ['ort-webgpu', [jspi ? 1 : 2]];
  expect(numbers).toEqual([...('gpu' in navigator ? [gpu] : []), ['litert', [3, relaxedSimd ? 4 : 5]]]);
});
