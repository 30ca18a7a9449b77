import { sumBytes } from '#core/model/total-bytes.ts';
import { PrecacheController } from 'workbox-precaching';
import type { CacheReply, OfflineBundle, OfflineRequest } from '#bridge/offline-contract.ts';
import { withIsolationHeaders } from './service-worker/isolation-headers.ts';
import { OfflineCache, type BuiltFile } from './service-worker/offline-assets.ts';
import { receiveShare } from './service-worker/share-target.ts';

declare const self: ServiceWorkerGlobalScope;

const { scope } = self.registration;
/** Filled in by the build; its entries have more fields than the library's type (vite.config.ts), except the icons. */
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

/** All pages, cached before this version takes over. */
const shell = new PrecacheController();
shell.precache(appFiles.map(({ url, revision }) => ({ url, revision })));

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
  const url = request.mode === 'navigate' ? startOr(request.url) : request.url;
  const known = shell.getCacheKeyForURL(url) !== undefined || offlineCache.has(url);
  const opensScope = request.mode === 'navigate' || request.destination === 'worker';
  if (known || opensScope) event.respondWith(respond(request, url, opensScope));
});

/** The start page for every page of the app, which interprets the rest of the address; any other URL unchanged. */
function startOr(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname === scope ? new URL('index.html', scope).href : url;
}

async function respond(request: Request, url: string, opensScope: boolean): Promise<Response> {
  const found =
    (await shell.matchPrecache(url)) ?? (offlineCache.has(url) ? await offlineCache.get(url) : await fetch(request));
  return opensScope ? withIsolationHeaders(found) : found;
}

self.addEventListener('message', (event) => {
  const message = event.data as OfflineRequest;
  const [port] = event.ports;
  if (message.ask === 'take-over') event.waitUntil(self.skipWaiting());
  if (message.ask === 'list-parts') event.waitUntil(listBundles().then((bundles) => port?.postMessage(bundles)));
  if (message.ask === 'cache' && port) event.waitUntil(cache(message.url, port));
});

async function listBundles(): Promise<OfflineBundle[]> {
  return [{ id: 'app', sizeBytes: sumBytes(appFiles), missing: [] }, ...(await offlineCache.listBundles())];
}

async function cache(url: string, port: MessagePort): Promise<void> {
  const stop = new AbortController();
  port.addEventListener('message', () => stop.abort());
  port.start();
  const reply = (answer: CacheReply) => port.postMessage(answer);
  const outcome = await offlineCache.add(url, (receivedBytes) => reply({ receivedBytes }), stop.signal);
  reply({ outcome });
}
