import { rejectOnAbort, withTimeout } from '#core/delay.ts';
import { isBusy } from '#bench/measure/interruptions.ts';
import { asAppError } from '#core/errors/error.ts';
import type { DeviceFacts } from './device-facts.ts';
import { EventLoopMonitor } from './event-loop-monitor.ts';
import type { MeasurementWorker, MatmulRequest } from './measurement-worker.ts';
import type { DeviceSpeeds, MeasurementResult, MissingMeasurement } from './speeds.ts';

/** A measurement worker, as started by `bridge/spawn-worker.ts`. */
export interface StartedWorker {
  readonly remote: MeasurementWorker;
  /** Aborts if the worker ends unexpectedly. */
  readonly died: AbortSignal;
  terminate(): void;
}

export type MeasurementId = keyof DeviceSpeeds;
type ValueOf<Result> = Result extends { readonly value: infer Value } ? Value : never;

interface Measurement<Value> {
  /** The time that the measurement aims to take. Its worker is terminated `overrunMs` later. */
  readonly budgetMs: number;
  /** Returns the reason that it is not possible on this device, or `null`. */
  findMissing(facts: DeviceFacts): MissingMeasurement | null;
  /** Returns the multiplication to prepare, if the measurement needs a separate engine and worker. */
  engine?(facts: DeviceFacts): MatmulRequest;
  measure(remote: StartedWorker['remote'], budgetMs: number): Promise<Value>;
}

const alwaysAvailable = () => null;
const findMissingGpu = ({ gpu }: DeviceFacts) => (gpu ? null : 'no-gpu');
const measurePreparedMatmul: Measurement<ValueOf<DeviceSpeeds['matmulGpu']>>['measure'] = (remote, budgetMs) =>
  remote.measureMatmul(budgetMs);

/** The measurements in order of execution. */
const measurements: { readonly [Id in MeasurementId]: Measurement<ValueOf<DeviceSpeeds[Id]>> } = {
  clockStep: { budgetMs: 10, findMissing: alwaysAvailable, measure: (remote) => remote.measureClockStepUs() },
  storage: {
    budgetMs: 300,
    findMissing: ({ storage }) => (storage.opfs ? null : 'no-opfs'),
    measure: (remote, budgetMs) => remote.measureStorage(budgetMs),
  },
  copy: {
    budgetMs: 200,
    findMissing: alwaysAvailable,
    measure: (remote, budgetMs) => remote.measureCopyBytesPerS(budgetMs),
  },
  dispatch: {
    budgetMs: 150,
    findMissing: findMissingGpu,
    measure: (remote, budgetMs) => remote.measureDispatchMs(budgetMs),
  },
  matmulOneThread: {
    budgetMs: 400,
    findMissing: alwaysAvailable,
    engine: () => ({ device: 'wasm', threads: 1, type: 'float32' }),
    measure: measurePreparedMatmul,
  },
  matmulThreads: {
    budgetMs: 500,
    findMissing: ({ threads }) => (threads > 1 ? null : 'one-thread'),
    engine: ({ threads }) => ({ device: 'wasm', threads, type: 'float32' }),
    measure: measurePreparedMatmul,
  },
  matmulGpu: {
    budgetMs: 400,
    findMissing: findMissingGpu,
    engine: () => ({ device: 'webgpu', threads: 1, type: 'float32' }),
    measure: measurePreparedMatmul,
  },
  matmulGpuHalf: {
    budgetMs: 300,
    findMissing: ({ gpu }) => (!gpu ? 'no-gpu' : supportsFloat16(gpu.features) ? null : 'no-f16'),
    engine: () => ({ device: 'webgpu', threads: 1, type: 'float16' }),
    measure: measurePreparedMatmul,
  },
};

export const measurementIds = Object.keys(measurements) as MeasurementId[];

/** The timeout for the start of an engine, for which all measurements wait: a driver can hang on a shader. */
const maxStartMs = 20_000;

/** The time by which a measurement may exceed its budget: a software GPU can need seconds for one run. */
const overrunMs = 1_000;

function supportsFloat16(features: readonly string[]): boolean {
  return features.includes('shader-f16') && 'Float16Array' in globalThis;
}

export interface MeasureDeviceOptions {
  readonly startWorker: () => StartedWorker;
  /** The measurements to run; all if absent. */
  readonly ids?: readonly MeasurementId[];
  readonly signal: AbortSignal;
  /** Called with the number of engines that have started or failed, and the total. */
  readonly onEngine?: (started: number, total: number) => void;
  /** Called before each measurement. */
  readonly onStep: (id: MeasurementId) => void;
  readonly onOutcome: (id: MeasurementId, outcome: MeasurementResult<unknown>) => void;
}

/**
 * Measures the device, and again if other work disturbed the measurement.
 * @returns whether the reported outcomes were disturbed too
 * @throws AppError aborted
 */
export async function measureDevice(facts: DeviceFacts, options: MeasureDeviceOptions): Promise<boolean> {
  return (await measureOnce(facts, options)) && measureOnce(facts, options);
}

/**
 * Starts all engines concurrently, then measures sequentially. A failed measurement is reported as its outcome.
 * @returns whether other work on this device disturbed it
 */
async function measureOnce(facts: DeviceFacts, options: MeasureDeviceOptions): Promise<boolean> {
  const { startWorker, ids = measurementIds, signal, onEngine, onStep, onOutcome } = options;
  let sharedWorker = startWorker();
  const engines = new Map(ids.flatMap((id) => startEngine(id, facts, startWorker)));
  let monitor: EventLoopMonitor | undefined;
  try {
    let startedCount = 0;
    const starts = [...engines.values()].map(({ ready }) =>
      ready.catch(() => {}).then(() => onEngine?.(++startedCount, engines.size)),
    );
    await rejectOnAbort(signal, Promise.all(starts));
    monitor = new EventLoopMonitor();
    const outcomes: Partial<Record<MeasurementId, MeasurementResult<unknown>>> = {};
    for (const id of ids) {
      onStep(id);
      const engine = engines.get(id);
      const outcome = await rejectOnAbort(
        signal,
        runMeasurement(id, facts, engine?.worker ?? sharedWorker, engine?.ready),
      );
      outcomes[id] = outcome;
      onOutcome(id, outcome);
      if (engine) engine.worker.terminate();
      else if ('missing' in outcome && outcome.missing === 'too-slow') sharedWorker = startWorker(); // its worker was terminated
    }
    return isBusy(monitor.eventLoop) || areThreadsSlower(outcomes as Partial<DeviceSpeeds>);
  } finally {
    monitor?.stop();
    sharedWorker.terminate();
    for (const { worker } of engines.values()) worker.terminate();
  }
}

/** Returns whether all threads together are slower than one. A likely cause is that other programs use the cores. */
function areThreadsSlower({ matmulOneThread: one, matmulThreads: all }: Partial<DeviceSpeeds>): boolean {
  return (
    one !== undefined && all !== undefined && 'value' in one && 'value' in all && all.value.gflops < one.value.gflops
  );
}

interface Engine {
  readonly worker: StartedWorker;
  /** Resolves to `too-slow` if it did not start in time. Rejects if it failed to start or its worker ended. */
  readonly ready: Promise<MeasurementResult<void>>;
}

function startEngine(
  id: MeasurementId,
  facts: DeviceFacts,
  startWorker: MeasureDeviceOptions['startWorker'],
): [MeasurementId, Engine][] {
  const { engine, findMissing } = measurements[id];
  if (!engine || findMissing(facts)) return [];
  const worker = startWorker();
  const starting = rejectOnAbort(worker.died, worker.remote.prepareMatmul(engine(facts)));
  return [[id, { worker, ready: limitTime(maxStartMs, starting, worker) }]];
}

async function runMeasurement(
  id: MeasurementId,
  facts: DeviceFacts,
  worker: StartedWorker,
  ready: Promise<MeasurementResult<void>> | undefined,
): Promise<MeasurementResult<unknown>> {
  const { budgetMs, findMissing, measure } = measurements[id];
  const missing = findMissing(facts);
  if (missing) return { missing };
  try {
    const startResult = await ready;
    if (startResult && 'missing' in startResult) return startResult;
    return await limitTime<unknown>(
      budgetMs + overrunMs,
      rejectOnAbort<unknown>(worker.died, measure(worker.remote, budgetMs)),
      worker,
    );
  } catch (error) {
    return { missing: 'failed', why: asAppError(error).message };
  }
}

/**
 * Terminates the worker if the call takes longer, so that its work does not disturb later measurements. Chromium lets a busy worker
 * run for up to two more seconds.
 */
async function limitTime<T>(ms: number, call: Promise<T>, worker: StartedWorker): Promise<MeasurementResult<T>> {
  const result = await withTimeout<MeasurementResult<T>, MeasurementResult<T>>(
    call.then((value) => ({ value })),
    ms,
    { missing: 'too-slow' },
  );
  if ('missing' in result) worker.terminate();
  return result;
}
