import type { OfflineAssets, OfflineRequest } from '#bridge/offline-contract.ts';
import { automation } from './automation-status.ts';

/** The engines are fetched only when the page has had this long for itself. */
const quietMs = 5_000;

/** Whether someone has begun to use the page. */
let used = false;
for (const event of ['pointerdown', 'keydown'])
  addEventListener(event, () => (used = true), { once: true, capture: true });

const RELOADED_KEY = 'assay.reloaded-for-threads';

interface Connection {
  readonly saveData?: boolean;
}

/** What works with the network off, and whether a newer version waits. */
class Offline {
  /** `shell`: the pages; `asking`: the rest waits for the user's word (data saver); `ready`: everything. */
  status = $state<'none' | 'shell' | 'keeping' | 'asking' | 'ready'>('none');
  kept = $state(0);
  total = $state(0);
  missingBytes = $state(0);
  updateWaiting = $state(false);
  #registration: ServiceWorkerRegistration | undefined;

  /** Registers the service worker once the page has loaded and has nothing to do. Without one, all stays as it is. */
  async start(): Promise<void> {
    if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
    await loaded();
    await quiet(); // a first visit may be measuring at once
    try {
      const script = new URL('service-worker.js', document.baseURI);
      this.#registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' });
      this.#watchForUpdate(this.#registration);
    } catch {
      return; // Refused (private windows, storage off): the app works, only not offline.
    }
    await navigator.serviceWorker.ready;
    this.status = 'shell';
    if (reloadForThreads()) return;
    const saveData = (navigator as { readonly connection?: Connection }).connection?.saveData ?? false;
    await this.#count();
    if (this.missingBytes > 0 && saveData) this.status = 'asking';
    else await this.keepAll();
  }

  /** Fetches what is missing, a file at a time, never while a model runs. */
  async keepAll(): Promise<void> {
    const { missing } = await this.#count();
    this.status = 'keeping';
    for (const { url, sizeBytes } of missing) {
      await quiet();
      if (!(await this.#ask<boolean>({ ask: 'keep', url }))) {
        this.status = 'shell';
        return;
      }
      this.kept += 1;
      this.missingBytes -= sizeBytes;
    }
    this.status = 'ready';
  }

  /** Puts the waiting version in charge, unless another tab has done so, and loads it. */
  update(): void {
    const waiting = this.#registration?.waiting;
    if (!waiting) return location.reload();
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage({ ask: 'take-over' } satisfies OfflineRequest);
  }

  #watchForUpdate(registration: ServiceWorkerRegistration): void {
    const look = () => {
      // It stays said where another tab accepts it: this page is older than what answers it from then on.
      if (registration.waiting && navigator.serviceWorker.controller) this.updateWaiting = true;
    };
    look();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  }

  async #count(): Promise<OfflineAssets> {
    const files = await this.#ask<OfflineAssets>({ ask: 'still-to-keep' });
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
 * On a host that sends no isolation headers the service worker adds them from the next load on. So the page loads again
 * by itself, once a session at most, and only where it wins threads and takes nothing away: before the first touch.
 */
function reloadForThreads(): boolean {
  const helps = !crossOriginIsolated && isSecureContext && navigator.hardwareConcurrency > 1;
  if (!helps || used || automation.state !== 'ready') return false;
  try {
    if (sessionStorage.getItem(RELOADED_KEY)) return false;
    sessionStorage.setItem(RELOADED_KEY, 'yes');
  } catch {
    return false; // Without a memory there is no knowing that it was tried.
  }
  location.reload();
  return true;
}

export const offline = new Offline();
