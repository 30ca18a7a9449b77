import { sumBytes } from '#core/model/sum-bytes.ts';
import type { CacheFailure, OfflineBundle, OfflineBundleId } from '#bridge/offline-contract.ts';
import { readWasmFeatures } from '#device/wasm-features.ts';

/** A file of this build. `revision` is `null` if the file name contains a hash. */
export interface BuiltFile {
  readonly url: string;
  readonly revision: string | null;
  readonly sizeBytes: number;
  readonly bundle: OfflineBundleId;
}

/** The name of the cache, from version 0.1.0. Renaming it would discard the engines that users have cached. */
const cacheName = 'assay-later';

/** Whether this browser uses a file. Some engines have several builds, and a browser uses only one of them. */
function isUsable({ url, bundle }: BuiltFile): boolean {
  const hasGpu = 'gpu' in navigator;
  const { jspi, relaxedSimd } = readWasmFeatures();
  if (bundle === 'webllm') return hasGpu;
  if (bundle === 'ort-webgpu') return hasGpu && /\.jspi[.-]/.test(url) === jspi;
  if (bundle === 'litert' && url.includes('_wasm_')) return /_compat_/.test(url) !== relaxedSimd;
  return true;
}

/** Whether a response contains the file. A host without the file may respond with an HTML page. */
function isFile({ status, headers }: Response): boolean {
  return status === 200 && !headers.get('Content-Type')?.startsWith('text/html');
}

/** Caches the files of engines and models for offline use, on first use or at the page's request. */
export class OfflineCache {
  /** Files by absolute URL. `key` is the URL with the revision, under which the file is cached. */
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

  /** Responds from the cache, or from the network and then caches the file if there is space. */
  async get(url: string): Promise<Response> {
    const file = this.#files.get(url);
    const cache = await caches.open(cacheName);
    const cachedResponse = file && (await cache.match(file.key));
    if (cachedResponse) return cachedResponse;
    const response = await fetch(url, file?.revision ? { cache: 'no-cache' } : {});
    if (file && isFile(response)) void cache.put(file.key, response.clone()).catch(() => {}); // there is no space
    return response;
  }

  /** Caches a file. @param onProgress called with the number of received bytes */
  async add(
    url: string,
    onProgress: (receivedBytes: number) => void,
    signal: AbortSignal,
  ): Promise<'cached' | CacheFailure> {
    const file = this.#files.get(url);
    if (!file) return 'not-in-build';
    try {
      const cache = await caches.open(cacheName);
      const response = await fetch(url, { cache: 'no-cache', signal }); // bypasses the HTTP cache, which may contain the file of an older build
      if (!isFile(response)) return 'no-connection';
      await cache.put(file.key, reportProgress(response, onProgress));
      return 'cached';
    } catch (thrown) {
      if (signal.aborted) return 'cancelled';
      const isFull = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
      return isFull ? 'no-quota' : 'no-connection';
    }
  }

  /** The bundles that this browser can use, with the files that are not cached. */
  async listBundles(): Promise<OfflineBundle[]> {
    const cache = await caches.open(cacheName);
    const cachedUrls = new Set((await cache.keys()).map(({ url }) => url));
    const usable = [...this.#files.values()].filter(isUsable);
    return [...Map.groupBy(usable, ({ bundle }) => bundle)].map(([id, files]) => ({
      id,
      sizeBytes: sumBytes(files),
      missing: files.filter(({ key }) => !cachedUrls.has(key)).map(({ url, sizeBytes }) => ({ url, sizeBytes })),
    }));
  }

  /** Deletes cached files that are not part of this build. */
  async clean(): Promise<void> {
    const currentKeys = new Set([...this.#files.values()].map(({ key }) => key));
    const cache = await caches.open(cacheName);
    const stale = (await cache.keys()).filter(({ url }) => !currentKeys.has(url));
    await Promise.all(stale.map((request) => cache.delete(request)));
  }
}

function reportProgress(response: Response, onProgress: (receivedBytes: number) => void): Response {
  let receivedBytes = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      receivedBytes += chunk.length;
      onProgress(receivedBytes);
      controller.enqueue(chunk);
    },
  });
  const headers = new Headers(response.headers);
  // The body is already decoded, so these headers no longer apply.
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  return new Response(response.body?.pipeThrough(counter) ?? null, { headers });
}
