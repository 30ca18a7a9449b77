import type { AppError } from '#core/errors/error.ts';
import type { Observation } from '#core/task/observation.ts';
import type { Task } from '#core/task/task.ts';
import { compareWindows, minItems } from '#drift/compare-windows.ts';
import type { DriftReport } from '#drift/drift-report.ts';
import { takeEvenly } from '#drift/take-evenly.ts';
import {
  deleteReferenceWindow,
  loadReferenceWindow,
  storeReferenceWindow,
  type ReferenceWindow,
} from '#records/reference-windows.ts';
import type { TaskId } from '#tasks/index.ts';
import { attempt } from '../shell/attempt.ts';
import type { QueuedFile } from './input-queue.svelte.ts';
import type { OpenModel } from './open-model.svelte.ts';

/**
 * The maximum number of observed images. Heuristic, not measured: enough for the tests of drift to detect relevant
 * differences.
 */
const maxImages = 200;

/** Compares the images of the Run page with earlier ones, for its task and open model. */
export class DriftCheck<Result> {
  readonly minImages = minItems;
  reference = $state.raw<ReferenceWindow | null>(null);
  report = $state.raw<DriftReport | null>(null);
  /** The fraction of images read so far, 0 to 1; `null` if none are being read. */
  progress = $state.raw<number | null>(null);
  error = $state.raw<AppError | null>(null);
  readonly #taskId: TaskId;
  readonly #task: Task<Result>;
  readonly #model: OpenModel;
  #controller = new AbortController();

  constructor(taskId: TaskId, task: Task<Result>, model: OpenModel) {
    [this.#taskId, this.#task, this.#model] = [taskId, task, model];
  }

  /** Loads the reference of a model that was opened. */
  async load(model: string): Promise<void> {
    this.cancel();
    [this.reference, this.report, this.error] = [null, null, null];
    await this.#runAction(async () => {
      const reference = await loadReferenceWindow(this.#taskId, model);
      if (this.#model.opened?.id === model) this.reference = reference;
    });
  }

  /** Stores the images as the reference, replacing an earlier one. */
  storeReference(images: readonly QueuedFile<Result>[]): Promise<void> {
    return this.#runAction(async (signal) => {
      const observations = await this.#observe(images, signal);
      const source = { task: this.#taskId, model: this.#model.opened!.id, keptAt: Date.now() };
      const reference = { ...source, observations };
      await storeReferenceWindow(reference);
      [this.reference, this.report] = [reference, null];
    });
  }

  /** Compares the images with the reference; the result is `report`. */
  compare(images: readonly QueuedFile<Result>[]): Promise<void> {
    return this.#runAction(async (signal) => {
      const observations = await this.#observe(images, signal);
      this.report = compareWindows(this.reference!.observations, observations);
    });
  }

  removeReference(): Promise<void> {
    return this.#runAction(async () => {
      const { task, model } = this.reference!;
      await deleteReferenceWindow(task, model);
      [this.reference, this.report] = [null, null];
    });
  }

  cancel(): void {
    this.#controller.abort();
    this.progress = null;
  }

  /** Aborts the previous action, and runs the given one. */
  async #runAction(action: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#controller.abort();
    const { signal } = (this.#controller = new AbortController());
    await attempt(this, () => action(signal), signal);
    if (signal === this.#controller.signal) this.progress = null;
  }

  /** Collects the features and results of at most `maxImages` images; images that failed are skipped. */
  async #observe(images: readonly QueuedFile<Result>[], signal: AbortSignal): Promise<readonly Observation[]> {
    const sampledImages = takeEvenly(
      images.filter(({ run }) => run),
      maxImages,
    );
    const observations: Observation[] = [];
    for (const { file, run } of sampledImages) {
      this.progress = observations.length / sampledImages.length;
      const features = await this.#model.extractImageFeatures(file, signal);
      const { numbers, ...otherResults } = this.#task.observe?.(run!.result) ?? { numbers: {} };
      observations.push({ numbers: { ...features, ...numbers }, ...otherResults });
    }
    signal.throwIfAborted();
    return observations;
  }
}
