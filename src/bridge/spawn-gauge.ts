import { wrap, type Remote } from 'comlink';
import { AppError } from '#core/error.ts';
import type { Gauge } from '#device/gauge.ts';
import { keepErrorFacts } from './transfer.ts';

/** A worker of the device check. Calls in flight never settle once it is terminated: race them. */
export interface SpawnedGauge {
  readonly remote: Remote<Gauge>;
  /** Rejects with `worker-died` should the worker fail; never resolves. */
  readonly died: Promise<never>;
  terminate(): void;
}

keepErrorFacts();

export function spawnGauge(): SpawnedGauge {
  const worker = new Worker(new URL('../../workers/device.worker.ts', import.meta.url), { type: 'module' });
  const died = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) =>
      reject(new AppError('worker-died', { runtime: 'the device check', why: message || 'its script did not load' })),
    );
  });
  died.catch(() => {}); // heard of where it is raced
  return { remote: wrap<Gauge>(worker), died, terminate: () => worker.terminate() };
}
