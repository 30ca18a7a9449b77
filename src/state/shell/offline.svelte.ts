import type { CacheFailure, OfflinePart, OfflinePartId, OfflineRequest } from '#bridge/offline-contract.ts';
import { totalBytes } from '#core/total-bytes.ts';
import { automation } from './automation-status.ts';
import { cacheFile, listParts } from './service-worker-request.ts';

/** Why a part is not stored; `no-reply` if the service worker is of another version than the page. */
export type OfflineFailure = CacheFailure | 'no-reply';

/** How often to check whether the page is idle. */
const idlePollMs = 5_000;

/** Whether the user has interacted with the page. */
let hasInteracted = false;
for (const event of ['pointerdown', 'keydown'])
  addEventListener(event, () => (hasInteracted = true), { once: true, capture: true });

const RELOADED_KEY = 'assay.reloaded-for-threads';

interface Connection {
  readonly saveData?: boolean;
}

/** What is stored on the first visit; the rest only on request. */
const automaticParts: readonly OfflinePartId[] = ['models', 'ort', 'tfjs', 'wllama', 'ort-webgpu'];

/** What works offline, and whether a newer version is waiting. */
class Offline {
  /**
   * `unavailable`: the browser does not allow it; `needs-consent`: the engines wait for the user's consent (data saver);
   * `ready`: the pages and the engines that are stored automatically work offline.
   */
  status = $state<'unknown' | 'unavailable' | 'pages-only' | 'caching' | 'needs-consent' | 'ready'>('unknown');
  parts = $state.raw<readonly OfflinePart[]>([]);
  /** The parts being stored, one at a time. */
  queue = $state.raw<readonly OfflinePartId[]>([]);
  /** Bytes received of the first of them. */
  receivedBytes = $state(0);
  failures = $state.raw<Partial<Record<OfflinePartId, OfflineFailure>>>({});
  updateWaiting = $state(false);
  #registration: ServiceWorkerRegistration | undefined;
  #controller = new AbortController();

  /** Registers the service worker once the page has loaded and is idle. The app also works without one. */
  async start(): Promise<void> {
    if (import.meta.env.DEV) return;
    if (!('serviceWorker' in navigator)) return void (this.status = 'unavailable'); // an insecure page
    await loaded();
    await waitUntilIdle(); // a first visit may start with a measurement
    try {
      const script = new URL('service-worker.js', document.baseURI);
      this.#registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' });
      this.#watchForUpdate(this.#registration);
      await navigator.serviceWorker.ready;
    } catch {
      this.status = 'unavailable'; // private windows, site data blocked, no space
      return;
    }
    this.status = 'pages-only';
    if (reloadForThreads()) return;
    const saveData = (navigator as { readonly connection?: Connection }).connection?.saveData ?? false;
    if (!(await this.#list())) return;
    if (saveData && this.missingBytes > 0) this.status = 'needs-consent';
    else this.storeAll();
  }

  /** Bytes that are stored automatically and are not stored yet. */
  get missingBytes(): number {
    return totalBytes(this.#automatic.flatMap(({ missing }) => missing));
  }

  get #automatic(): readonly OfflinePart[] {
    return this.parts.filter(({ id }) => automaticParts.includes(id));
  }

  /** Stores everything that is stored automatically. */
  storeAll(): void {
    this.status = 'caching';
    this.store(
      automaticParts.filter((id) => this.#automatic.some((part) => part.id === id && part.missing.length > 0)),
    );
  }

  /** Fetches the missing files of parts, never while a model runs. */
  store(ids: readonly OfflinePartId[]): void {
    const isWorking = this.queue.length > 0;
    this.queue = [...new Set([...this.queue, ...ids])];
    if (!isWorking) void this.#processQueue();
  }

  cancel(id: OfflinePartId): void {
    if (this.queue[0] === id) this.#controller.abort();
    else this.queue = this.queue.filter((waiting) => waiting !== id);
  }

  /** Activates the waiting version, unless another tab has done so, and loads it. */
  update(): void {
    const waiting = this.#registration?.waiting;
    if (!waiting) return location.reload();
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage({ ask: 'take-over' } satisfies OfflineRequest);
  }

  #watchForUpdate(registration: ServiceWorkerRegistration): void {
    const check = () => {
      // Stays true if another tab activates it: this page is then older than the service worker that serves it.
      if (registration.waiting && navigator.serviceWorker.controller) this.updateWaiting = true;
    };
    check();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', check));
  }

  async #processQueue(): Promise<void> {
    for (let id = this.queue[0]; id; id = this.queue[0]) {
      const outcome = await this.#storePart(id);
      this.failures = { ...this.failures, [id]: outcome === 'cached' ? undefined : outcome };
      if (!(await this.#list())) this.failures = { ...this.failures, [id]: 'no-reply' };
      this.queue = this.queue.slice(1);
    }
    const isComplete = this.#automatic.every(({ missing }) => missing.length === 0);
    if (this.status !== 'needs-consent') this.status = isComplete ? 'ready' : 'pages-only';
  }

  async #storePart(id: OfflinePartId): Promise<'cached' | OfflineFailure> {
    const { missing } = this.parts.find((part) => part.id === id)!;
    const { signal } = (this.#controller = new AbortController());
    let storedBytes = 0;
    for (const { url, sizeBytes } of missing) {
      this.receivedBytes = storedBytes;
      await waitUntilIdle();
      const worker = this.#registration?.active;
      if (signal.aborted) return 'cancelled';
      const onProgress = (receivedBytes: number) => (this.receivedBytes = storedBytes + receivedBytes);
      const outcome = worker ? await cacheFile(worker, url, onProgress, signal) : 'no-reply';
      if (outcome !== 'cached') return outcome;
      storedBytes += sizeBytes;
    }
    return 'cached';
  }

  /** @returns whether the service worker replied */
  async #list(): Promise<boolean> {
    const worker = this.#registration?.active;
    if (!worker) return false;
    const parts = await listParts(worker);
    if (parts === 'no-reply') return false;
    this.parts = parts;
    return true;
  }
}

function loaded(): Promise<void> {
  const idle = () =>
    new Promise<void>((resolve) => {
      if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 2_000 });
      else setTimeout(resolve, 500); // Safari
    });
  if (document.readyState === 'complete') return idle();
  return new Promise((resolve) => addEventListener('load', () => resolve(idle()), { once: true }));
}

/** Waits until no model is starting or running. */
async function waitUntilIdle(): Promise<void> {
  while (automation.state === 'starting' || automation.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, idlePollMs));
  }
}

/**
 * On a host that does not send isolation headers, the service worker adds them from the next load on. The page therefore
 * reloads itself, at most once per session, and only if that enables threads and the user has not interacted with it.
 */
function reloadForThreads(): boolean {
  const wouldEnableThreads = !crossOriginIsolated && isSecureContext && navigator.hardwareConcurrency > 1;
  if (!wouldEnableThreads || hasInteracted || automation.state !== 'ready') return false;
  try {
    if (sessionStorage.getItem(RELOADED_KEY)) return false;
    sessionStorage.setItem(RELOADED_KEY, 'yes');
  } catch {
    return false; // Without session storage, a reload could repeat forever.
  }
  location.reload();
  return true;
}

export const offline = new Offline();
