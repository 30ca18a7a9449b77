import type { TaskInput } from '#bridge/session-contract.ts';
import type { Observation } from '#core/task/observation.ts';
import type { Task, TaskRun } from '#core/task/task.ts';
import type { RunCounts } from './run-counts.svelte.ts';

/** Image features are computed at least this often, and take at most 1% of the time. */
const features = { maxIntervalMs: 10_000, timeFactor: 100 } as const;
/** Minimum time between two observed frames of a video: consecutive frames are alike. */
const frameMs = 10_000;

export type ImageFeatures = (image: Blob, signal: AbortSignal) => Promise<Readonly<Record<string, number>>>;

/** Adds what the inputs of a deployment say about the data to its counts and recent observations. */
export class InputObserver<Result> {
  readonly #task: Task<Result>;
  readonly #counts: RunCounts;
  readonly #extractImageFeatures: ImageFeatures;
  readonly #closing = new AbortController();
  /** When image features are computed next. */
  #featuresAtMs = -Infinity;
  #frameAtMs = -Infinity;

  constructor(task: Task<Result>, counts: RunCounts, extractImageFeatures: ImageFeatures) {
    [this.#task, this.#counts, this.#extractImageFeatures] = [task, counts, extractImageFeatures];
  }

  observe({ result }: TaskRun<Result>): Observation {
    return this.#task.observe?.(result) ?? { numbers: {} };
  }

  /** Adds a finished run, with the features of its image if they are due. */
  async add(version: number, input: TaskInput, run: TaskRun<Result>): Promise<void> {
    const observation = this.observe(run);
    const numbers = await this.#measureImage(input);
    if (Object.keys(numbers).length > 0) this.#counts.addNumbers(version, numbers);
    this.#counts.addObservation(version, { ...observation, numbers: { ...numbers, ...observation.numbers } });
  }

  /** Adds a frame of a video, if enough time has passed since the last one. */
  addFrame(version: number, run: TaskRun<Result>): void {
    const nowMs = performance.now();
    if (nowMs - this.#frameAtMs < frameMs) return;
    this.#frameAtMs = nowMs;
    this.#counts.addObservation(version, this.observe(run));
  }

  close(): void {
    this.#closing.abort();
  }

  /** @returns empty if no image is due, or if it cannot be read, which its run has reported */
  async #measureImage(input: TaskInput): Promise<Readonly<Record<string, number>>> {
    const startMs = performance.now();
    if (this.#task.input !== 'image' || !(input instanceof Blob) || startMs < this.#featuresAtMs) return {};
    this.#featuresAtMs = Infinity;
    const numbers = await this.#extractImageFeatures(input, this.#closing.signal).catch(() => ({}));
    const endMs = performance.now();
    this.#featuresAtMs = endMs + Math.min(features.maxIntervalMs, features.timeFactor * (endMs - startMs));
    return numbers;
  }
}
