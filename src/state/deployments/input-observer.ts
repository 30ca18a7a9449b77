import type { TaskInput } from '#bridge/session-contract.ts';
import type { Observation } from '#core/task/observation.ts';
import type { Task, TaskRun } from '#core/task/task.ts';
import type { RunCounts } from './run-counts.svelte.ts';

/** Image features are computed for an image every 10 s or more often, but take at most about 1% of the time. */
const imageFeatureTiming = { maxIntervalMs: 10_000, timeFactor: 100 } as const;
/**
 * Minimum time between two observed frames of a video, because consecutive frames are alike. Heuristic, not measured.
 */
const minFrameIntervalMs = 10_000;

export type ExtractImageFeatures = (image: Blob, signal: AbortSignal) => Promise<Readonly<Record<string, number>>>;

/** Observes the inputs and results of a deployment: their features are compared with a reference to detect drift. */
export class InputObserver<Result> {
  readonly #task: Task<Result>;
  readonly #counts: RunCounts;
  readonly #extractImageFeatures: ExtractImageFeatures;
  readonly #controller = new AbortController();
  /** The earliest time of the next computation of image features, on the clock of `performance.now()`. */
  #nextFeaturesAtMs = -Infinity;
  #lastFrameAtMs = -Infinity;

  constructor(task: Task<Result>, counts: RunCounts, extractImageFeatures: ExtractImageFeatures) {
    [this.#task, this.#counts, this.#extractImageFeatures] = [task, counts, extractImageFeatures];
  }

  observe({ result }: TaskRun<Result>): Observation {
    return this.#task.observe?.(result) ?? { numbers: {} };
  }

  /** Adds a finished run, with the features of its image if they are due. */
  async add(version: number, input: TaskInput, run: TaskRun<Result>): Promise<void> {
    const observation = this.observe(run);
    const numbers = await this.#extractFeaturesIfDue(input);
    if (Object.keys(numbers).length > 0) this.#counts.addNumbers(version, numbers);
    this.#counts.addObservation(version, { ...observation, numbers: { ...numbers, ...observation.numbers } });
  }

  /** Adds a frame of a video, if enough time has passed since the last one. */
  addFrame(version: number, run: TaskRun<Result>): void {
    const nowMs = performance.now();
    if (nowMs - this.#lastFrameAtMs < minFrameIntervalMs) return;
    this.#lastFrameAtMs = nowMs;
    this.#counts.addObservation(version, this.observe(run));
  }

  close(): void {
    this.#controller.abort();
  }

  /** @returns no features if none are due, or if the image cannot be read, which its run has reported */
  async #extractFeaturesIfDue(input: TaskInput): Promise<Readonly<Record<string, number>>> {
    const startMs = performance.now();
    if (this.#task.input !== 'image' || !(input instanceof Blob) || startMs < this.#nextFeaturesAtMs) return {};
    this.#nextFeaturesAtMs = Infinity;
    const numbers = await this.#extractImageFeatures(input, this.#controller.signal).catch(() => ({}));
    const endMs = performance.now();
    this.#nextFeaturesAtMs =
      endMs + Math.min(imageFeatureTiming.maxIntervalMs, imageFeatureTiming.timeFactor * (endMs - startMs));
    return numbers;
  }
}
