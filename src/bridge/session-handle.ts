import { transfer, type Remote } from 'comlink';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import type { LoadRamp, RampLevel, RampOptions } from '#bench/load-curve/ramp-load.ts';
import type { CompanionAccess } from '#companion-client/access.ts';
import { rejectOnAbort } from '#core/delay.ts';
import { AppError, asAppError, type ErrorCode } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { FrameRun, TaskRun } from '#core/task/task.ts';
import type { VideoFacts } from '#core/task/video.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { HostileInputId, HostileOutcome } from '#core/report/hostile-result.ts';
import type { EvaluationItem, EvaluationScores } from '#evaluate/items/evaluation-item.ts';
import type {
  MeasuredTensors,
  OpenedTensorModel,
  OpenRequest,
  SessionWorker,
  TaskInput,
  TimedRuns,
} from './session-contract.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';
import { listBuffers, listTransferables } from './transfer.ts';
import { createAbortableCallback, type CallOptions, type ProgressCallOptions } from './call-options.ts';

/**
 * The page's handle to a session in a separate worker. Calls are queued and run one at a time. Aborting a running call
 * terminates the worker, as does any error that leaves it in an undefined state. The next call opens the model again.
 *
 * All calls have the errors below.
 * @throws AppError aborted | worker-died | device-lost, in addition to those of the call
 */
export interface SessionHandle {
  /** The result of the most recent opening of the model. */
  readonly opened: OpenedTensorModel;
  /** Whether a worker has the model open. If not, the next call starts one. */
  readonly isAlive: boolean;
  /** Transfers the buffers of `inputs` to the worker, which detaches the caller's. The caller owns the outputs. */
  run(inputs: Tensors, options?: CallOptions): Promise<Tensors>;
  /** See `SessionWorker.time`. The inputs are copied. */
  time(inputs: Tensors, count: number, options?: CallOptions): Promise<TimedRuns>;
  /**
   * Runs the task that the model was opened for. Transfers a bitmap, or the pixels of an ImageData, to the worker. A Blob
   * remains usable.
   */
  runTask(input: TaskInput, options?: TaskOptions): Promise<TaskRun<unknown>>;
  /** See `SessionWorker.openVideo`. */
  openVideo(file: Blob): Promise<VideoFacts>;
  /** See `SessionWorker.runNextFrame`. */
  runNextFrame(): Promise<FrameRun<unknown> | null>;
  closeVideo(): Promise<void>;
  /** See `SessionWorker.extractImageFeatures`. */
  extractImageFeatures(image: Blob, options?: CallOptions): Promise<Readonly<Record<string, number>>>;
  /** See `SessionWorker.evaluate`. */
  evaluate(
    items: readonly EvaluationItem[],
    options?: CallOptions & { readonly returnGroundTruth?: boolean },
  ): Promise<readonly EvaluatedItem[]>;
  score(outcomes: readonly unknown[], options?: CallOptions): Promise<EvaluationScores>;
  /**
   * The host of each request of the worker since a time in epoch milliseconds; `null` if the worker was restarted since
   * then, which loses the record.
   */
  listRequestsSince(startedAtMs: number): Promise<readonly string[] | null>;
  /** See `SessionWorker.runHostile`. */
  runHostile(id: HostileInputId, options?: CallOptions): Promise<HostileOutcome | null>;
  bench(request: BenchRequest, options?: ProgressCallOptions): Promise<MeasuredTensors>;
  /** See `SessionWorker.rampLoad`. */
  rampLoad(request: BenchRequest, options: RampCallOptions): Promise<LoadRamp>;
  /** See `SessionWorker.loseDevice`. */
  loseDevice(): Promise<void>;
  /** See `SessionWorker.measureLoadCurve`. */
  measureLoadCurve(request: BenchRequest, options?: ProgressCallOptions): Promise<LoadCurve>;
  /** See `SessionWorker.profile`. */
  profile(request: BenchRequest, options?: ProgressCallOptions): Promise<RecordedProfile>;
  /** Terminates the worker. Queued and running calls reject with `aborted`. */
  close(): void;
}

/** The model that {@link openSession} opens, and reopens if its worker or the companion has ended. */
export interface SessionRequest extends Omit<OpenRequest, 'companion'> {
  /**
   * Finds the companion that opens the model; absent if the worker opens it. Called each time the model is opened, because a
   * restarted companion accepts only the token of its current start.
   */
  readonly companion?: () => Promise<CompanionAccess>;
}

/**
 * Opens a model in a new worker.
 * @throws AppError from `Runtime.open` | model-unknown | fetch-failed | aborted | worker-died | errors from `companion`
 */
export async function openSession(request: SessionRequest, options: ProgressCallOptions = {}): Promise<SessionHandle> {
  const stop = options.signal ?? new AbortController().signal;
  return new WorkerSession(request, await connect(request, stop, options.onProgress));
}

interface RampCallOptions extends CallOptions, Pick<RampOptions, 'targetMs' | 'maxConcurrency' | 'levelMs'> {
  readonly onLevel: (level: RampLevel) => void;
}

interface TaskOptions extends CallOptions {
  /** Called with partial results if the task reports them. */
  readonly onPartial?: ((partial: unknown) => void) | undefined;
}

interface Connection extends SpawnedWorker<SessionWorker> {
  readonly opened: OpenedTensorModel;
}

async function connect(
  { companion, ...others }: SessionRequest,
  stop: AbortSignal,
  onProgress: ProgressCallOptions['onProgress'],
) {
  const request: OpenRequest = companion ? { ...others, companion: await companion() } : others;
  const worker = spawnWorker('session');
  try {
    const opening = worker.remote.open(request, createAbortableCallback(onProgress, stop));
    return { ...worker, opened: await rejectOnAbort(AbortSignal.any([stop, worker.died]), opening) };
  } catch (thrown) {
    worker.terminate();
    throw asAppError(thrown);
  }
}

class WorkerSession implements SessionHandle {
  readonly #request: SessionRequest;
  readonly #closing = new AbortController();
  #connection: Connection | undefined;
  #connectedAtMs = Date.now();
  #opened: OpenedTensorModel;
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(request: SessionRequest, connection: Connection) {
    this.#request = request;
    this.#connection = connection;
    this.#opened = connection.opened;
  }

  get opened(): OpenedTensorModel {
    return this.#opened;
  }

  get isAlive(): boolean {
    return this.#connection !== undefined && !this.#connection.died.aborted;
  }

  run(inputs: Tensors, options: CallOptions = {}): Promise<Tensors> {
    return this.#call(options, (remote) => remote.run(transfer(inputs, listBuffers(inputs))));
  }

  time(inputs: Tensors, count: number, options: CallOptions = {}): Promise<TimedRuns> {
    return this.#call(options, (remote) => remote.time(inputs, count));
  }

  runTask(input: TaskInput, options: TaskOptions = {}): Promise<TaskRun<unknown>> {
    return this.#call(options, (remote, stop) => {
      const onPartial = options.onPartial ? createAbortableCallback(options.onPartial, stop) : null;
      return remote.runTask(transfer(input, listTransferables(input)), onPartial);
    });
  }

  extractImageFeatures(image: Blob, options: CallOptions = {}): Promise<Readonly<Record<string, number>>> {
    return this.#call(options, (remote) => remote.extractImageFeatures(image));
  }

  openVideo(file: Blob): Promise<VideoFacts> {
    return this.#call({}, (remote) => remote.openVideo(file));
  }

  runNextFrame(): Promise<FrameRun<unknown> | null> {
    return this.#call({}, (remote) => remote.runNextFrame());
  }

  closeVideo(): Promise<void> {
    return this.#call({}, (remote) => remote.closeVideo());
  }

  evaluate(
    items: readonly EvaluationItem[],
    { returnGroundTruth = false, ...options }: CallOptions & { readonly returnGroundTruth?: boolean } = {},
  ): Promise<readonly EvaluatedItem[]> {
    return this.#call(options, (remote) => remote.evaluate(items, returnGroundTruth));
  }

  score(outcomes: readonly unknown[], options: CallOptions = {}): Promise<EvaluationScores> {
    return this.#call(options, (remote) => remote.score(outcomes));
  }

  listRequestsSince(startedAtMs: number): Promise<readonly string[] | null> {
    return this.#call({}, async (remote) =>
      this.#connectedAtMs > startedAtMs ? null : remote.listRequestsSince(startedAtMs),
    );
  }

  runHostile(id: HostileInputId, options: CallOptions = {}): Promise<HostileOutcome | null> {
    return this.#call(options, (remote) => remote.runHostile(id));
  }

  bench(request: BenchRequest, options: ProgressCallOptions = {}): Promise<MeasuredTensors> {
    return this.#call(options, (remote, stop) =>
      remote.bench(request, createAbortableCallback(options.onProgress, stop)),
    );
  }

  rampLoad(request: BenchRequest, { onLevel, targetMs, maxConcurrency, levelMs, ...options }: RampCallOptions) {
    return this.#call(options, (remote, stop) =>
      remote.rampLoad(request, { targetMs, maxConcurrency, levelMs }, createAbortableCallback(onLevel, stop)),
    );
  }

  loseDevice(): Promise<void> {
    return this.#call({}, (remote) => remote.loseDevice());
  }

  measureLoadCurve(request: BenchRequest, options: ProgressCallOptions = {}): Promise<LoadCurve> {
    return this.#call(options, (remote, stop) =>
      remote.measureLoadCurve(request, createAbortableCallback(options.onProgress, stop)),
    );
  }

  profile(request: BenchRequest, options: ProgressCallOptions = {}): Promise<RecordedProfile> {
    return this.#call(options, (remote, stop) =>
      remote.profile(request, createAbortableCallback(options.onProgress, stop)),
    );
  }

  close(): void {
    this.#closing.abort();
    this.#disconnect();
  }

  #call<T>(
    options: ProgressCallOptions,
    use: (remote: Remote<SessionWorker>, stop: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { signal } = options;
    const stop = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    const result = this.#lastCall.then(() => this.#perform(options, stop, use));
    this.#lastCall = result.catch(() => {}); // the next call runs regardless of errors
    return rejectOnAbort(stop, result);
  }

  async #perform<T>(
    options: ProgressCallOptions,
    stop: AbortSignal,
    use: (remote: Remote<SessionWorker>, stop: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (stop.aborted) throw new AppError('aborted');
    if (!this.isAlive) {
      this.#disconnect(); // after an uncaught error, which counts as worker-died, the worker still runs
      this.#connection = await connect(this.#request, stop, options.onProgress);
      this.#opened = this.#connection.opened;
      this.#connectedAtMs = Date.now();
    }
    const { remote, died } = this.#connection!;
    try {
      return await rejectOnAbort(AbortSignal.any([stop, died]), use(remote, stop));
    } catch (thrown) {
      const error = asAppError(thrown);
      if (fatalErrors.has(error.code)) this.#disconnect();
      throw error;
    }
  }

  #disconnect(): void {
    this.#connection?.terminate();
    this.#connection = undefined;
  }
}

/**
 * Errors after which the model must be reopened: the worker has ended, still computes an unneeded result, has an engine
 * in an undefined state, or has lost its session in the companion.
 */
const fatalErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'aborted',
  'worker-died',
  'device-lost',
  'out-of-memory',
  'companion-unreachable',
  'session-closed',
  'internal',
]);
