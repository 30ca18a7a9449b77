import { PrecacheController } from 'workbox-precaching';
import type { OfflineRequest } from '#bridge/offline-contract.ts';
import { isolated } from './isolated.ts';
import { OfflineCache, type BuiltFile } from './offline-assets.ts';

declare const self: ServiceWorkerGlobalScope;

const { scope } = self.registration;
/** Filled in by the build; its entries have more fields than the library's type (vite.config.ts). */
const manifest: readonly unknown[] = self.__WB_MANIFEST;
const files = manifest as readonly (BuiltFile & { readonly later: boolean })[];

/** The files that every page needs, all of them cached before this version takes over. */
const shell = new PrecacheController();
shell.precache(files.filter(({ later }) => !later).map(({ url, revision }) => ({ url, revision })));

const offlineCache = new OfflineCache(
  files.filter((file) => file.later),
  scope,
);

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([offlineCache.clean(), self.clients.claim()]));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
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
  return opensScope ? isolated(found) : found;
}

self.addEventListener('message', (event) => {
  const message = event.data as OfflineRequest;
  const reply = (answer: unknown) => event.ports[0]?.postMessage(answer);
  if (message.ask === 'take-over') event.waitUntil(self.skipWaiting());
  if (message.ask === 'list-missing') event.waitUntil(offlineCache.listMissing().then(reply));
  if (message.ask === 'cache') {
    event.waitUntil(
      offlineCache.add(message.url).then(reply, () => reply(false)), // offline or full: the page stops requesting files
    );
  }
});
