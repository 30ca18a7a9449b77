import { wrap, type Remote } from 'comlink';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { MeasurementWorker } from '#device/measurement-worker.ts';
import type { SessionWorker, StoreWorker, TextWorker } from './session-contract.ts';
import type { FilesWorker } from './files-contract.ts';
import type { GraphWorker } from './graph-contract.ts';
import type { InspectWorker } from './inspect-contract.ts';
import type { OptimiseWorker } from './optimise-contract.ts';
import type { PassphraseWorker } from './passphrase-contract.ts';
import type { TeachWorker } from './teach-contract.ts';
import type { VideoWorker } from './video-contract.ts';
import { lockHeldMessage } from './life-lock.ts';
import { registerErrorTransfer } from './transfer.ts';

/** A worker, and a signal of its end. */
export interface SpawnedWorker<W> {
  readonly remote: Remote<W>;
  /** Aborts with an AppError as the reason if the worker ends without `terminate`. */
  readonly died: AbortSignal;
  /**
   * Ends the worker immediately, and frees its wasm heaps and GPU memory. Calls in flight never settle, so callers must
   * race them with an abort signal.
   */
  terminate(): void;
}

registerErrorTransfer();

/** The bundler detects workers only by this literal expression. */
const entries = {
  session: (name: string) =>
    new Worker(new URL('../../workers/session.worker.ts', import.meta.url), { type: 'module', name }),
  text: (name: string) =>
    new Worker(new URL('../../workers/text.worker.ts', import.meta.url), { type: 'module', name }),
  device: (name: string) =>
    new Worker(new URL('../../workers/device.worker.ts', import.meta.url), { type: 'module', name }),
  files: (name: string) =>
    new Worker(new URL('../../workers/files.worker.ts', import.meta.url), { type: 'module', name }),
  graph: (name: string) =>
    new Worker(new URL('../../workers/graph.worker.ts', import.meta.url), { type: 'module', name }),
  inspect: (name: string) =>
    new Worker(new URL('../../workers/inspect.worker.ts', import.meta.url), { type: 'module', name }),
  optimise: (name: string) =>
    new Worker(new URL('../../workers/optimise.worker.ts', import.meta.url), { type: 'module', name }),
  passphrase: (name: string) =>
    new Worker(new URL('../../workers/passphrase.worker.ts', import.meta.url), { type: 'module', name }),
  teach: (name: string) =>
    new Worker(new URL('../../workers/teach.worker.ts', import.meta.url), { type: 'module', name }),
  video: (name: string) =>
    new Worker(new URL('../../workers/video.worker.ts', import.meta.url), { type: 'module', name }),
  store: (name: string) =>
    new Worker(new URL('../../workers/store.worker.ts', import.meta.url), { type: 'module', name }),
};

/** The interface of each worker. */
interface Workers {
  session: SessionWorker;
  text: TextWorker;
  device: MeasurementWorker;
  files: FilesWorker;
  graph: GraphWorker;
  inspect: InspectWorker;
  optimise: OptimiseWorker;
  teach: TeachWorker;
  passphrase: PassphraseWorker;
  video: VideoWorker;
  store: StoreWorker;
}

/**
 * Starts a worker, named `assay-<kind>-…` in the browser's developer tools. A worker can end without an event, such as by
 * a crash or out of memory, so it holds a Web Lock with its name until it ends. The page requests the same lock, which is
 * granted once the worker has ended for any reason. Without Web Locks (insecure contexts), the page only gets the `error`
 * event.
 */
export function spawnWorker<K extends keyof Workers>(kind: K): SpawnedWorker<Workers[K]> {
  const name = `assay-${kind}-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  const worker = entries[kind](name);
  const controller = new AbortController();
  const reportDeath = (facts: ErrorFacts) => controller.abort(new AppError('worker-died', facts));

  // Chromium lets a busy worker run for two seconds after terminate(), and the worker holds its lock until then. This
  // wrapper notifies callers immediately.
  worker.terminate = () => {
    reportDeath({ reason: 'worker-terminated' });
    Worker.prototype.terminate.call(worker);
  };
  worker.addEventListener('error', ({ message }) =>
    reportDeath(message ? { why: message } : { reason: 'worker-script-not-loaded' }),
  );
  worker.addEventListener('message', function requestLock({ data }: MessageEvent<unknown>) {
    if (data !== lockHeldMessage) return;
    worker.removeEventListener('message', requestLock);
    // Rejected if site data is blocked.
    navigator.locks.request(name, () => reportDeath({ reason: 'worker-ended' })).catch(() => {});
  });
  return {
    remote: wrap<Workers[K]>(worker),
    died: controller.signal,
    terminate: () => Worker.prototype.terminate.call(worker),
  };
}
