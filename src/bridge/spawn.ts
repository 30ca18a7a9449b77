import { wrap, type Remote } from 'comlink';
import { AppError } from '#core/error.ts';
import type { MeasurementWorker } from '#device/measurement-worker.ts';
import type { SessionWorker, StoreWorker, TextWorker } from './contract.ts';
import type { InspectWorker } from './inspect-contract.ts';
import { lockHeld } from './life-lock.ts';
import { keepErrorFacts } from './transfer.ts';

/** A worker of its own, and how to know that it is gone. */
export interface SpawnedWorker<W> {
  readonly remote: Remote<W>;
  /** Aborts, with the AppError as its reason, once the worker has ended by itself. */
  readonly died: AbortSignal;
  /** Ends the worker at once, with its wasm heaps and GPU memory. Calls in flight never settle: race them. */
  terminate(): void;
}

keepErrorFacts();

/** Written out one by one: the bundler finds a worker by this very expression. */
const entries = {
  session: (name: string) =>
    new Worker(new URL('../../workers/session.worker.ts', import.meta.url), { type: 'module', name }),
  text: (name: string) =>
    new Worker(new URL('../../workers/text.worker.ts', import.meta.url), { type: 'module', name }),
  device: (name: string) =>
    new Worker(new URL('../../workers/device.worker.ts', import.meta.url), { type: 'module', name }),
  inspect: (name: string) =>
    new Worker(new URL('../../workers/inspect.worker.ts', import.meta.url), { type: 'module', name }),
  store: (name: string) =>
    new Worker(new URL('../../workers/store.worker.ts', import.meta.url), { type: 'module', name }),
};

/** What each entry exposes. */
interface Workers {
  session: SessionWorker;
  text: TextWorker;
  device: MeasurementWorker;
  inspect: InspectWorker;
  store: StoreWorker;
}

/**
 * Starts a worker of a kind, named `assay-<kind>-…` in the browser's tools. A worker can end without a word (a crash, no memory left, killed from outside), so it holds
 * a Web Lock under its own name for life, and the page waits in line for the same lock: being granted it means that the
 * worker is gone, whatever the cause. Where there are no locks (insecure contexts) only the `error` event is left.
 */
export function spawnWorker<K extends keyof Workers>(kind: K): SpawnedWorker<Workers[K]> {
  const name = `assay-${kind}-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  const worker = entries[kind](name);
  const death = new AbortController();
  const die = (why: string) => death.abort(new AppError('worker-died', { why }));

  // Chromium gives a busy worker two seconds after terminate(), and its lock lives as long. Whoever else in this page
  // ends the worker goes through here, and callers hear of it now.
  worker.terminate = () => {
    die('it was terminated');
    Worker.prototype.terminate.call(worker);
  };
  worker.addEventListener('error', (event) => die(event.message || 'the worker script could not be loaded'));
  worker.addEventListener('message', function waitInLine({ data }: MessageEvent<unknown>) {
    if (data !== lockHeld) return;
    worker.removeEventListener('message', waitInLine);
    void navigator.locks.request(name, () => die('it ended without an answer'));
  });
  return {
    remote: wrap<Workers[K]>(worker),
    died: death.signal,
    terminate: () => Worker.prototype.terminate.call(worker),
  };
}
