import { afterEach } from 'vitest';
import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import type { CallOptions, ProgressCallOptions } from '#bridge/call-options.ts';
import type { OpenedTensorModel, OpenRequest, TaskInput, TimedRuns } from '#bridge/session-contract.ts';
import type { SessionHandle } from '#bridge/session-handle.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { FrameRun, TaskRun } from '#core/task/task.ts';
import type { VideoFacts } from '#core/task/video.ts';
import type { EvaluationItem, EvaluationScores } from '#evaluate/items/evaluation-item.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import { Calls } from './calls.fixture.ts';

/*
 * A fake of `bridge/session-handle.ts` without its worker and with its export names, for `vi.mock`. Every call waits until the
 * test resolves it or it is aborted, as in the bridge.
 */

type MeasuredRun = Awaited<ReturnType<SessionHandle['bench']>>;

/** Requests to open a model, in order. */
export const openCalls = new Calls<OpenRequest, SessionHandle>();

afterEach(() => {
  openCalls.length = 0;
});

export const openSession = (request: OpenRequest, { signal }: ProgressCallOptions = {}): Promise<SessionHandle> =>
  openCalls.make(request, signal);

export class FakeSession implements SessionHandle {
  opened: OpenedTensorModel;
  isAlive = true;
  readonly runs = new Calls<TaskInput, TaskRun<unknown>>();
  /** Results by the number of inferences. */
  readonly timings = new Calls<number, TimedRuns>();
  readonly benches = new Calls<BenchRequest, MeasuredRun>();
  readonly evaluations = new Calls<readonly EvaluationItem[], readonly EvaluatedItem[]>();
  readonly scorings = new Calls<readonly unknown[], EvaluationScores>();
  /** Reports progress of the latest measurement. */
  progress: (progress: Progress) => void = () => {};
  readonly #closing = new AbortController();

  constructor(id = 'model') {
    this.opened = {
      facts: {
        engine: 'ort',
        engineVersion: '1',
        build: 'wasm',
        device: 'wasm',
        threads: 1,
        failedDevices: [],
        createMs: 1,
        inputs: [],
        outputs: [],
      },
      id,
      sizeBytes: 1,
      sha256: '',
      downloadMs: null,
    };
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  runTask(input: TaskInput, { signal }: CallOptions = {}): Promise<TaskRun<unknown>> {
    return this.runs.make(input, this.#closing.signal, signal);
  }

  /** Returns features by the text of the image's file. */
  async extractImageFeatures(image: Blob): Promise<Readonly<Record<string, number>>> {
    return { brightness: Number(await image.text()) };
  }

  readonly videos = new Calls<Blob, VideoFacts>();
  readonly frames = new Calls<null, FrameRun<unknown> | null>();

  openVideo(file: Blob): Promise<VideoFacts> {
    return this.videos.make(file, this.#closing.signal);
  }

  runNextFrame(): Promise<FrameRun<unknown> | null> {
    return this.frames.make(null, this.#closing.signal);
  }

  async closeVideo(): Promise<void> {}

  run(): never {
    throw new AppError('internal', { why: 'no page runs tensors' });
  }

  readonly curves = new Calls<BenchRequest, LoadCurve>();

  measureLoadCurve(request: BenchRequest, { signal }: CallOptions = {}): Promise<LoadCurve> {
    return this.curves.make(request, this.#closing.signal, signal);
  }

  rampLoad(): never {
    throw new AppError('internal', { why: 'no test ramps a session' });
  }

  loseDevice(): never {
    throw new AppError('internal', { why: 'no test loses a device' });
  }

  readonly profiles = new Calls<BenchRequest, RecordedProfile>();

  profile(request: BenchRequest, { signal }: CallOptions = {}): Promise<RecordedProfile> {
    return this.profiles.make(request, this.#closing.signal, signal);
  }

  time(_inputs: Tensors, count: number, { signal }: CallOptions = {}): Promise<TimedRuns> {
    return this.timings.make(count, this.#closing.signal, signal);
  }

  evaluate(items: readonly EvaluationItem[], { signal }: CallOptions = {}): Promise<readonly EvaluatedItem[]> {
    return this.evaluations.make(items, this.#closing.signal, signal);
  }

  score(outcomes: readonly unknown[]): Promise<EvaluationScores> {
    return this.scorings.make(outcomes, this.#closing.signal);
  }

  async listRequestsSince(): Promise<readonly string[]> {
    return [];
  }

  runHostile(): Promise<'finite'> {
    return Promise.resolve('finite');
  }

  bench(request: BenchRequest, { signal, onProgress }: ProgressCallOptions = {}): Promise<MeasuredRun> {
    this.progress = (progress) => !signal?.aborted && onProgress?.(progress);
    return this.benches.make(request, this.#closing.signal, signal);
  }

  close(): void {
    this.isAlive = false;
    this.#closing.abort();
  }
}

export function createTaskRun<Result>(result: Result): TaskRun<Result> {
  return { result, timing: { preMs: 1, inferenceMs: 2, postMs: 3 }, graphRuns: { model: 1 } };
}
