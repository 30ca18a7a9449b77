import { afterEach } from 'vitest';
import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import type { CallOptions, ProgressCallOptions } from '#bridge/call-options.ts';
import type { OpenedTensorModel, TaskInput, TimedRuns } from '#bridge/session-contract.ts';
import type { SessionHandle, SessionRequest } from '#bridge/session-handle.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { FrameRun, TaskRun } from '#core/task/task.ts';
import type { VideoFacts } from '#core/task/video.ts';
import type { EvaluationItem, EvaluationScores } from '#evaluate/items/evaluation-item.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import { FakeCalls } from './calls.fixture.ts';

/*
 * Replaces `bridge/session-handle.ts` in tests: the same exports, but no worker. A call is pending until the test
 * answers it or it is aborted.
 */

type MeasuredRun = Awaited<ReturnType<SessionHandle['bench']>>;

/** Requests to open a model, in order. */
export const openCalls = new FakeCalls<SessionRequest, SessionHandle>();

afterEach(() => {
  openCalls.length = 0;
});

export const openSession = (request: SessionRequest, { signal }: ProgressCallOptions = {}): Promise<SessionHandle> =>
  openCalls.add(request, signal);

export class FakeSession implements SessionHandle {
  opened: OpenedTensorModel;
  isAlive = true;
  readonly runs = new FakeCalls<TaskInput, TaskRun<unknown>>();
  /** Results by the number of inferences. */
  readonly timings = new FakeCalls<number, TimedRuns>();
  readonly benches = new FakeCalls<BenchRequest, MeasuredRun>();
  readonly evaluations = new FakeCalls<readonly EvaluationItem[], readonly EvaluatedItem[]>();
  readonly scorings = new FakeCalls<readonly unknown[], EvaluationScores>();
  /** Reports progress of the latest measurement. */
  reportProgress: (progress: Progress) => void = () => {};
  readonly #controller = new AbortController();

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
    return this.#controller.signal.aborted;
  }

  runTask(input: TaskInput, { signal }: CallOptions = {}): Promise<TaskRun<unknown>> {
    return this.runs.add(input, this.#controller.signal, signal);
  }

  /** Returns features by the text of the image's file. */
  async extractImageFeatures(image: Blob): Promise<Readonly<Record<string, number>>> {
    return { brightness: Number(await image.text()) };
  }

  readonly videos = new FakeCalls<Blob, VideoFacts>();
  readonly frames = new FakeCalls<null, FrameRun<unknown> | null>();

  openVideo(file: Blob): Promise<VideoFacts> {
    return this.videos.add(file, this.#controller.signal);
  }

  runNextFrame(): Promise<FrameRun<unknown> | null> {
    return this.frames.add(null, this.#controller.signal);
  }

  async closeVideo(): Promise<void> {}

  run(): never {
    throw new AppError('internal', { why: 'no page runs tensors' });
  }

  readonly curves = new FakeCalls<BenchRequest, LoadCurve>();

  measureLoadCurve(request: BenchRequest, { signal }: CallOptions = {}): Promise<LoadCurve> {
    return this.curves.add(request, this.#controller.signal, signal);
  }

  rampLoad(): never {
    throw new AppError('internal', { why: 'no test ramps a session' });
  }

  loseDevice(): never {
    throw new AppError('internal', { why: 'no test loses a device' });
  }

  readonly profiles = new FakeCalls<BenchRequest, RecordedProfile>();

  profile(request: BenchRequest, { signal }: CallOptions = {}): Promise<RecordedProfile> {
    return this.profiles.add(request, this.#controller.signal, signal);
  }

  time(_inputs: Tensors, count: number, { signal }: CallOptions = {}): Promise<TimedRuns> {
    return this.timings.add(count, this.#controller.signal, signal);
  }

  evaluate(items: readonly EvaluationItem[], { signal }: CallOptions = {}): Promise<readonly EvaluatedItem[]> {
    return this.evaluations.add(items, this.#controller.signal, signal);
  }

  score(outcomes: readonly unknown[]): Promise<EvaluationScores> {
    return this.scorings.add(outcomes, this.#controller.signal);
  }

  async listRequestsSince(): Promise<readonly string[]> {
    return [];
  }

  runHostile(): Promise<'finite'> {
    return Promise.resolve('finite');
  }

  bench(request: BenchRequest, { signal, onProgress }: ProgressCallOptions = {}): Promise<MeasuredRun> {
    this.reportProgress = (progress) => !signal?.aborted && onProgress?.(progress);
    return this.benches.add(request, this.#controller.signal, signal);
  }

  close(): void {
    this.isAlive = false;
    this.#controller.abort();
  }
}

export function createTaskRun<Result>(result: Result): TaskRun<Result> {
  return { result, timing: { preMs: 1, inferenceMs: 2, postMs: 3 }, graphRuns: { model: 1 } };
}
