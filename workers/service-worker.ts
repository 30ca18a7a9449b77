import { sumBytes } from '#core/model/sum-bytes.ts';
import { PrecacheController } from 'workbox-precaching';
import type { CacheReply, OfflineBundle, OfflineRequest } from '#bridge/offline-contract.ts';
import { addIsolationHeaders } from './service-worker/isolation-headers.ts';
import { OfflineCache, type BuiltFile } from './service-worker/offline-assets.ts';
import { receiveShare } from './service-worker/share-target.ts';

declare const self: ServiceWorkerGlobalScope;

const { scope } = self.registration;
/** Inserted by the build. Entries other than icons have more fields than the library's type (vite.config.ts). */
const manifest: readonly unknown[] = self.__WB_MANIFEST;
const files = manifest.map((entry): BuiltFile => {
  const {
    url,
    revision,
    sizeBytes = 0,
    bundle = 'app',
  } = entry as Pick<BuiltFile, 'url' | 'revision'> & Partial<BuiltFile>;
  return { url, revision, sizeBytes, bundle };
});
const appFiles = files.filter(({ bundle }) => bundle === 'app');

/** Caches all pages before this version takes over. */
const appShell = new PrecacheController();
appShell.precache(appFiles.map(({ url, revision }) => ({ url, revision })));

const offlineCache = new OfflineCache(
  files.filter(({ bundle }) => bundle !== 'app'),
  scope,
);

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([offlineCache.clean(), self.clients.claim()]));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'POST' && request.url === new URL('share', scope).href) {
    return event.respondWith(receiveShare(request, scope));
  }
  if (request.method !== 'GET' || !request.url.startsWith(scope) || request.headers.has('range')) return;
  const url = request.mode === 'navigate' ? resolvePage(request.url) : request.url;
  const isCacheable = appShell.getCacheKeyForURL(url) !== undefined || offlineCache.has(url);
  const needsIsolation = request.mode === 'navigate' || request.destination === 'worker';
  if (isCacheable || needsIsolation) event.respondWith(createResponse(request, url, needsIsolation));
});

/** The URL of the document for a page of the app, whose hash the app interprets. Other URLs are unchanged. */
function resolvePage(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname === scope ? new URL('index.html', scope).href : url;
}

async function createResponse(request: Request, url: string, needsIsolation: boolean): Promise<Response> {
  const response =
    (await appShell.matchPrecache(url)) ?? (offlineCache.has(url) ? await offlineCache.get(url) : await fetch(request));
  return needsIsolation ? addIsolationHeaders(response) : response;
}

self.addEventListener('message', (event) => {
  const message = event.data as OfflineRequest;
  const [port] = event.ports;
  if (message.ask === 'take-over') event.waitUntil(self.skipWaiting());
  if (message.ask === 'list-parts') event.waitUntil(listBundles().then((bundles) => port?.postMessage(bundles)));
  if (message.ask === 'cache' && port) event.waitUntil(cacheFile(message.url, port));
});

async function listBundles(): Promise<OfflineBundle[]> {
  return [{ id: 'app', sizeBytes: sumBytes(appFiles), missing: [] }, ...(await offlineCache.listBundles())];
}

async function cacheFile(url: string, port: MessagePort): Promise<void> {
  const stop = new AbortController();
  port.addEventListener('message', () => stop.abort());
  port.start();
  const reply = (message: CacheReply) => port.postMessage(message);
  const outcome = await offlineCache.add(url, (receivedBytes) => reply({ receivedBytes }), stop.signal);
  reply({ outcome });
}
