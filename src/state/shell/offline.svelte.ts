import type { OfflineAssets, OfflineRequest } from '#bridge/offline-contract.ts';
import { automation } from './automation-status.ts';

/** Interval at which the page is checked for being idle; engines are fetched only while it is. */
const quietMs = 5_000;

/** Whether the user has interacted with the page. */
let used = false;
for (const event of ['pointerdown', 'keydown'])
  addEventListener(event, () => (used = true), { once: true, capture: true });

const RELOADED_KEY = 'assay.reloaded-for-threads';

interface Connection {
  readonly saveData?: boolean;
}

/** What works offline, and whether a newer version is waiting. */
class Offline {
  /** `shell`: the pages; `asking`: the rest waits for the user's consent (data saver); `ready`: everything. */
  status = $state<'none' | 'shell' | 'keeping' | 'asking' | 'ready'>('none');
  kept = $state(0);
  total = $state(0);
  missingBytes = $state(0);
  updateWaiting = $state(false);
  #registration: ServiceWorkerRegistration | undefined;

  /** Registers the service worker once the page has loaded and is idle. The app also works without one. */
  async start(): Promise<void> {
    if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
    await loaded();
    await quiet(); // a first visit may start with a measurement
    try {
      const script = new URL('service-worker.js', document.baseURI);
      this.#registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' });
      this.#watchForUpdate(this.#registration);
    } catch {
      return; // Not allowed (private windows, storage off): the app works, but not offline.
    }
    await navigator.serviceWorker.ready;
    this.status = 'shell';
    if (reloadForThreads()) return;
    const saveData = (navigator as { readonly connection?: Connection }).connection?.saveData ?? false;
    await this.#count();
    if (this.missingBytes > 0 && saveData) this.status = 'asking';
    else await this.keepAll();
  }

  /** Fetches the missing files one at a time, never while a model runs. */
  async keepAll(): Promise<void> {
    const { missing } = await this.#count();
    this.status = 'keeping';
    for (const { url, sizeBytes } of missing) {
      await quiet();
      if (!(await this.#ask<boolean>({ ask: 'cache', url }))) {
        this.status = 'shell';
        return;
      }
      this.kept += 1;
      this.missingBytes -= sizeBytes;
    }
    this.status = 'ready';
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

  async #count(): Promise<OfflineAssets> {
    const files = await this.#ask<OfflineAssets>({ ask: 'list-missing' });
    this.total = files.total;
    this.kept = files.total - files.missing.length;
    this.missingBytes = files.missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return files;
  }

  #ask<Answer>(message: OfflineRequest): Promise<Answer> {
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => {
      port1.addEventListener('message', ({ data }: MessageEvent<Answer>) => resolve(data), { once: true });
      port1.start();
      this.#registration?.active?.postMessage(message, [port2]);
    });
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

/** Waits until no model has been running for a while. */
async function quiet(): Promise<void> {
  while (automation.state === 'starting' || automation.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  }
}

/**
 * On a host that does not send isolation headers, the service worker adds them from the next load on. The page therefore
 * reloads itself, at most once per session, and only if that enables threads and the user has not interacted with it.
 */
function reloadForThreads(): boolean {
  const helps = !crossOriginIsolated && isSecureContext && navigator.hardwareConcurrency > 1;
  if (!helps || used || automation.state !== 'ready') return false;
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
