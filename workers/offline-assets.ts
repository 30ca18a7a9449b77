import type { OfflineAssets } from '#bridge/offline-contract.ts';

/** A file of this build. `revision` is `null` if the name changes with the content. */
export interface BuiltFile {
  readonly url: string;
  readonly revision: string | null;
  readonly sizeBytes: number;
}

const cacheName = 'assay-later';

/** Engines that no bundled model needs: cached when they are first used, not ahead of time. */
const cachedOnUse = /litert|wllama|web-?llm/i;

/** A browser needs at most one of onnxruntime's two WebGPU builds, and only if it has WebGPU. */
function isForThisBrowser(url: string): boolean {
  if (/\.jspi[.-]/.test(url)) return 'gpu' in navigator && 'Suspending' in WebAssembly;
  if (/\.asyncify[.-]|\.webgpu\./.test(url)) return 'gpu' in navigator && !('Suspending' in WebAssembly);
  return !cachedOnUse.test(url);
}

/** The app's large files, for offline use: cached when first used, or when the page requests them in the background. */
export class OfflineCache {
  /** By absolute URL. `key` is the URL in the cache, with the revision. */
  readonly #files: ReadonlyMap<string, BuiltFile & { readonly key: string }>;

  constructor(files: readonly BuiltFile[], scope: string) {
    this.#files = new Map(
      files.map((file) => {
        const url = new URL(file.url, scope).href;
        return [url, { ...file, url, key: file.revision ? `${url}?revision=${file.revision}` : url }];
      }),
    );
  }

  has(url: string): boolean {
    return this.#files.has(url);
  }

  /** The file from the cache, otherwise from the network, and then cached if there is space. */
  async get(url: string): Promise<Response> {
    const file = this.#files.get(url);
    const cache = await caches.open(cacheName);
    const cached = file && (await cache.match(file.key));
    if (cached) return cached;
    const response = await fetch(url, file?.revision ? { cache: 'no-cache' } : {});
    if (file && response.status === 200) void cache.put(file.key, response.clone()).catch(() => {}); // no space: not cached
    return response;
  }

  async add(url: string): Promise<boolean> {
    const file = this.#files.get(url);
    if (!file) return false;
    const cache = await caches.open(cacheName);
    const response = await fetch(url, { cache: 'no-cache' }); // the HTTP cache may contain the file of an older build
    if (response.status !== 200) return false;
    await cache.put(file.key, response);
    return true;
  }

  async listMissing(): Promise<OfflineAssets> {
    const cached = await this.#cachedKeys();
    const wanted = [...this.#files.values()].filter(({ url }) => isForThisBrowser(url));
    return { missing: wanted.filter(({ key }) => !cached.has(key)), total: wanted.length };
  }

  /** Deletes cached files that are not part of this build. */
  async clean(): Promise<void> {
    const wanted = new Set([...this.#files.values()].map(({ key }) => key));
    const cache = await caches.open(cacheName);
    const stale = (await cache.keys()).filter(({ url }) => !wanted.has(url));
    await Promise.all(stale.map((request) => cache.delete(request)));
  }

  async #cachedKeys(): Promise<Set<string>> {
    const cache = await caches.open(cacheName);
    return new Set((await cache.keys()).map(({ url }) => url));
  }
}
