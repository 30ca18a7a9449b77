import { asAppError, type AppError } from '#core/errors/error.ts';
import type { FrameRun, VideoTask } from '#core/task/task.ts';
import type { ResultTracker, VideoFacts } from '#core/task/video.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import type { OpenModel } from './open-model.svelte.ts';

/**
 * Runs a task on every frame of a video, in order, and tracks its results. The next frame is requested when the
 * previous
 * one is done, so that a pause needs no buffer.
 */
export class Video<Result> {
  state = $state<'off' | 'opening' | 'running' | 'paused' | 'stopped' | 'done' | 'failed'>('off');
  file = $state.raw<File | null>(null);
  /** An object URL of the file. */
  url = $state('');
  facts = $state.raw<VideoFacts | null>(null);
  error = $state.raw<AppError | null>(null);
  /** The number of frames that ran. */
  frameCount = $state(0);
  /** The time in which these frames ran, without pauses. */
  elapsedMs = $state(0);
  /** Minimum score of the results that start a track. */
  minScore = $state(0);
  /** The result of each frame, with tracks. */
  #tracked = $state.raw<readonly Result[]>([]);
  #runs: FrameRun<Result>[] = [];
  #tracker: ResultTracker<Result> | null = null;
  #trackerType: Awaited<ReturnType<VideoTask<Result>['loadTracker']>> | null = null;
  #pause: PromiseWithResolvers<void> | null = null;
  #session = new AbortController();
  readonly #model: OpenModel;
  readonly #task: VideoTask<Result>;
  readonly #onEnd: () => void;

  /** @param onEnd called when a video is done or has failed */
  constructor(model: OpenModel, task: VideoTask<Result>, minScore: number, onEnd: () => void) {
    this.#model = model;
    this.#task = task;
    this.minScore = minScore;
    this.#onEnd = onEnd;
  }

  /** Frames per second, without pauses; `null` before the first frame has run. */
  get framesPerSecond(): number | null {
    return this.frameCount > 0 && this.elapsedMs > 0 ? (1000 * this.frameCount) / this.elapsedMs : null;
  }

  /** The frames that ran, with their tracked results. */
  get frames(): readonly { readonly timeSeconds: number; readonly result: Result }[] {
    return this.#tracked.map((result, index) => ({ timeSeconds: this.#runs[index]!.timeSeconds, result }));
  }

  get isRunning(): boolean {
    return this.state === 'opening' || this.state === 'running' || this.state === 'paused';
  }

  /**
   * The tracked result of the frame that is shown at a time; `null` before the first and after the last one that ran.
   */
  findResultAt(timeSeconds: number): Result | null {
    const index = this.#findFrameIndexAt(timeSeconds);
    const isAfterLastRun =
      index === this.#runs.length - 1 && this.state !== 'done' && timeSeconds > this.lastFrameSeconds + 0.1;
    return isAfterLastRun ? null : (this.#tracked[index] ?? null);
  }

  /** The position in the video of the last frame that ran. */
  get lastFrameSeconds(): number {
    return this.#runs[this.frameCount - 1]?.timeSeconds ?? 0;
  }

  /** The tracked result of the last frame that ran; `null` before the first. */
  get lastResult(): Result | null {
    return this.#tracked[this.frameCount - 1] ?? null;
  }

  /** The run of the last frame, with its timing; `null` before the first. */
  get lastRun(): FrameRun<Result>['run'] | null {
    return this.#runs[this.frameCount - 1]?.run ?? null;
  }

  /** Tracks the results again with another minimum score, without running the model. */
  setMinScore(minScore: number): void {
    this.minScore = minScore;
    if (!this.#trackerType || !this.#tracker) return;
    this.#tracker = new this.#trackerType(minScore);
    for (const { timeSeconds, run } of this.#runs) this.#tracker.add(run.result, timeSeconds);
    this.#tracked = [...this.#tracker.frames];
  }

  /** Shows a video instead of the current one, and runs all of its frames. Errors are in `error`. */
  async open(file: File): Promise<void> {
    this.clear();
    this.file = file;
    this.url = URL.createObjectURL(file);
    await this.rerun();
  }

  /** Runs all frames again, for instance on another model. */
  async rerun(): Promise<void> {
    const { file } = this;
    if (!file) return;
    this.#reset();
    const { signal } = (this.#session = new AbortController());
    this.state = 'opening';
    const endWork = beginWork('video');
    try {
      this.#trackerType ??= await this.#task.loadTracker();
      this.#tracker = new this.#trackerType(this.minScore);
      const facts = await this.#model.openVideo(file);
      if (!signal.aborted) {
        this.facts = facts;
        this.state = 'running';
        if (await this.#runFrames(signal)) return;
      }
      // If another video was opened in the meantime, the model has closed this one.
      if (this.#session.signal === signal) await this.#model.closeVideo();
    } catch (thrown) {
      if (signal.aborted) return;
      this.error = asAppError(thrown);
      this.state = 'failed';
      this.#onEnd();
    } finally {
      endWork();
    }
  }

  pause(): void {
    if (this.state !== 'running') return;
    this.#pause = Promise.withResolvers();
    this.state = 'paused';
  }

  resume(): void {
    if (this.state !== 'paused') return;
    this.state = 'running';
    this.#endPause();
  }

  /** Ends the run after the frame in progress; the results so far remain. */
  stop(): void {
    if (!this.isRunning) return;
    this.state = 'stopped';
    this.#endPause();
  }

  /** Closes the video. The result of the frame in progress is discarded. */
  clear(): void {
    this.#reset();
    if (this.url) URL.revokeObjectURL(this.url);
    this.file = null;
    this.url = '';
    this.facts = null;
    this.state = 'off';
  }

  /** @returns whether all frames ran */
  async #runFrames(signal: AbortSignal): Promise<boolean> {
    while (this.isRunning && !signal.aborted) {
      const startMs = performance.now();
      const frame = await this.#model.runNextFrame<Result>();
      if (signal.aborted) return false;
      if (!frame) {
        this.state = 'done';
        this.#onEnd();
        return true;
      }
      this.elapsedMs += performance.now() - startMs;
      this.#add(frame);
      await this.#pause?.promise;
    }
    return false;
  }

  #add(frame: FrameRun<Result>): void {
    const tracker = this.#tracker!;
    this.#runs.push(frame);
    tracker.add(frame.run.result, frame.timeSeconds);
    this.#tracked = tracker.frames;
    this.frameCount = this.#runs.length;
  }

  /**
   * Finds the index of the last frame that starts at or before a time, with a tolerance for rounding; -1 before the
   * first.
   */
  #findFrameIndexAt(timeSeconds: number): number {
    let [low, high] = [0, this.frameCount];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#runs[middle]!.timeSeconds <= timeSeconds + 0.002) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #reset(): void {
    this.#session.abort();
    this.#endPause();
    this.#runs = [];
    this.#tracked = [];
    this.#tracker = null;
    this.frameCount = 0;
    this.elapsedMs = 0;
    this.error = null;
  }

  #endPause(): void {
    this.#pause?.resolve();
    this.#pause = null;
  }
}
