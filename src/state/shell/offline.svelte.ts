import type { CacheFailure, OfflineBundle, OfflineBundleId, OfflineRequest } from '#bridge/offline-contract.ts';
import { sumBytes } from '#core/model/sum-bytes.ts';
import { automation } from './automation-status.ts';
import { cacheFile, listBundles } from './service-worker-request.ts';

/** Why a bundle is not cached; `no-reply` if the service worker is of another version than the page. */
export type OfflineFailure = CacheFailure | 'no-reply';

/** How often to check whether the page is idle. */
const idlePollMs = 5_000;

/** Whether the user has interacted with the page. */
let hasInteracted = false;
for (const event of ['pointerdown', 'keydown'])
  addEventListener(event, () => (hasInteracted = true), { once: true, capture: true });

const reloadedKey = 'assay.reloaded-for-threads';

interface Connection {
  readonly saveData?: boolean;
}

/** Bundles that are cached on the first visit; the others are cached only on request. */
const automaticBundles: readonly OfflineBundleId[] = ['models', 'ort', 'tfjs', 'wllama', 'ort-webgpu'];

/** The bundles cached for offline use, and whether a newer version is waiting. */
class Offline {
  /**
   * `unavailable`: the browser does not allow it; `needs-consent`: the engines wait for the user's consent (data
   * saver); `ready`: the pages and the engines that are cached automatically work offline.
   */
  status = $state<'unknown' | 'unavailable' | 'pages-only' | 'caching' | 'needs-consent' | 'ready'>('unknown');
  bundles = $state.raw<readonly OfflineBundle[]>([]);
  /** The bundles being cached, one at a time. */
  queue = $state.raw<readonly OfflineBundleId[]>([]);
  /** Bytes received of the first bundle in the queue. */
  receivedBytes = $state(0);
  failures = $state.raw<Partial<Record<OfflineBundleId, OfflineFailure>>>({});
  isUpdateWaiting = $state(false);
  #registration: ServiceWorkerRegistration | undefined;
  #controller = new AbortController();

  /** Registers the service worker once the page has loaded and is idle. The app also works without one. */
  async start(): Promise<void> {
    if (import.meta.env.DEV) return;
    if (!('serviceWorker' in navigator)) return void (this.status = 'unavailable'); // the page is insecure
    await waitForPageIdle();
    await waitForModelIdle(); // a first visit may start with a measurement
    try {
      const script = new URL('service-worker.js', document.baseURI);
      this.#registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' });
      this.#watchForUpdate(this.#registration);
      await navigator.serviceWorker.ready;
    } catch {
      this.status = 'unavailable'; // in private windows, with blocked site data, or without space
      return;
    }
    this.status = 'pages-only';
    if (reloadForThreads()) return;
    const saveData = (navigator as { readonly connection?: Connection }).connection?.saveData ?? false;
    if (!(await this.#listBundles())) return;
    if (saveData && this.missingBytes > 0) this.status = 'needs-consent';
    else this.cacheAutomaticBundles();
  }

  /** Bytes that are cached automatically and are not cached yet. */
  get missingBytes(): number {
    return sumBytes(this.#automatic.flatMap(({ missing }) => missing));
  }

  get #automatic(): readonly OfflineBundle[] {
    return this.bundles.filter(({ id }) => automaticBundles.includes(id));
  }

  /** Caches everything that is cached automatically. */
  cacheAutomaticBundles(): void {
    this.status = 'caching';
    this.cacheBundles(
      automaticBundles.filter((id) => this.#automatic.some((bundle) => bundle.id === id && bundle.missing.length > 0)),
    );
  }

  /** Fetches the missing files of bundles, never while a model runs. */
  cacheBundles(ids: readonly OfflineBundleId[]): void {
    const isWorking = this.queue.length > 0;
    this.queue = [...new Set([...this.queue, ...ids])];
    if (!isWorking) void this.#processQueue();
  }

  cancel(id: OfflineBundleId): void {
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
      if (registration.waiting && navigator.serviceWorker.controller) this.isUpdateWaiting = true;
    };
    check();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', check));
  }

  async #processQueue(): Promise<void> {
    for (let id = this.queue[0]; id; id = this.queue[0]) {
      const outcome = await this.#cacheBundle(id);
      this.failures = { ...this.failures, [id]: outcome === 'cached' ? undefined : outcome };
      if (!(await this.#listBundles())) this.failures = { ...this.failures, [id]: 'no-reply' };
      this.queue = this.queue.slice(1);
    }
    const isComplete = this.#automatic.every(({ missing }) => missing.length === 0);
    if (this.status !== 'needs-consent') this.status = isComplete ? 'ready' : 'pages-only';
  }

  async #cacheBundle(id: OfflineBundleId): Promise<'cached' | OfflineFailure> {
    const { missing } = this.bundles.find((bundle) => bundle.id === id)!;
    const { signal } = (this.#controller = new AbortController());
    let cachedBytes = 0;
    for (const { url, sizeBytes } of missing) {
      this.receivedBytes = cachedBytes;
      await waitForModelIdle();
      const worker = this.#registration?.active;
      if (signal.aborted) return 'cancelled';
      const onProgress = (receivedBytes: number) => (this.receivedBytes = cachedBytes + receivedBytes);
      const outcome = worker ? await cacheFile(worker, url, onProgress, signal) : 'no-reply';
      if (outcome !== 'cached') return outcome;
      cachedBytes += sizeBytes;
    }
    return 'cached';
  }

  /** @returns whether the service worker replied */
  async #listBundles(): Promise<boolean> {
    const worker = this.#registration?.active;
    if (!worker) return false;
    const bundles = await listBundles(worker);
    if (bundles === 'no-reply') return false;
    this.bundles = bundles;
    return true;
  }
}

function waitForPageIdle(): Promise<void> {
  const idle = () =>
    new Promise<void>((resolve) => {
      if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 2_000 });
      else setTimeout(resolve, 500); // Safari
    });
  if (document.readyState === 'complete') return idle();
  return new Promise((resolve) => addEventListener('load', () => resolve(idle()), { once: true }));
}

/** Waits until no model is starting or running. */
async function waitForModelIdle(): Promise<void> {
  while (automation.state === 'starting' || automation.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, idlePollMs));
  }
}

/**
 * On a host that does not send isolation headers, the service worker adds them from the next load on. The page
 * therefore reloads itself, at most once per session, and only if that enables threads and the user has not interacted
 * with it.
 */
function reloadForThreads(): boolean {
  const wouldEnableThreads = !crossOriginIsolated && isSecureContext && navigator.hardwareConcurrency > 1;
  if (!wouldEnableThreads || hasInteracted || automation.state !== 'ready') return false;
  try {
    if (sessionStorage.getItem(reloadedKey)) return false;
    sessionStorage.setItem(reloadedKey, 'yes');
  } catch {
    return false; // Without session storage, a reload could repeat forever.
  }
  location.reload();
  return true;
}

export const offline = new Offline();
