import type { TaskInput } from '#bridge/session-contract.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { rejectOnAbort } from '#core/delay.ts';
import type { TaskRun } from '#core/task/task.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** One image of the queue. `url` shows it; `dispose` must be called when the image is removed. */
export class QueuedImage<Result> {
  readonly file: File;
  readonly url: string;
  state = $state<'waiting' | 'running' | 'done' | 'failed'>('waiting');
  run = $state.raw<TaskRun<Result> | null>(null);
  /** The partial result of a run in progress, if the task reports it. */
  partial = $state.raw<Result | null>(null);
  /** The result of the previous model, device or settings. */
  previous: Result | null = null;
  error = $state.raw<AppError | null>(null);

  constructor(file: File) {
    this.file = file;
    this.url = URL.createObjectURL(file);
  }

  dispose(): void {
    URL.revokeObjectURL(this.url);
  }
}

type OnIdle<Result> = (images: readonly QueuedImage<Result>[], batch: readonly QueuedImage<Result>[]) => void;

/** Runs images one after another; a failed image retains its error, and the others continue. */
export class ImageQueue<Result> {
  images = $state.raw<readonly QueuedImage<Result>[]>([]);
  /** The image whose result the page shows. */
  selected = $state.raw<QueuedImage<Result> | null>(null);
  #isRunning = $state(false);
  readonly #model: OpenModel;
  /** Whether a model was chosen; until then images wait. */
  readonly #hasModel: () => boolean;
  #inFlight: { readonly image: QueuedImage<Result>; readonly controller: AbortController } | null = null;
  /** Called when no image is waiting, with all images and with the batch that ran since the last call. */
  readonly #onIdle: OnIdle<Result>;
  /** Converts a file to an input that the worker can decode. */
  readonly #readInput: (file: File) => TaskInput | Promise<TaskInput>;

  constructor(
    model: OpenModel,
    hasModel: () => boolean,
    onIdle: OnIdle<Result>,
    readInput: (file: File) => TaskInput | Promise<TaskInput> = (file) => file,
  ) {
    this.#model = model;
    this.#hasModel = hasModel;
    this.#onIdle = onIdle;
    this.#readInput = readInput;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get finishedCount(): number {
    return this.images.filter(({ state }) => state === 'done' || state === 'failed').length;
  }

  /** Appends images to the queue, and selects the first of them. */
  add(files: readonly File[]): void {
    const added = files.map((file) => new QueuedImage<Result>(file));
    if (added[0]) this.selected = added[0];
    this.images = [...this.images, ...added];
    void this.#drain();
  }

  /** Selects the image of this file. Returns whether it is in the queue. */
  select(file: File): boolean {
    const image = this.images.find((queued) => queued.file === file);
    if (image) this.selected = image;
    return image !== undefined;
  }

  /**
   * Runs every image again, for instance on another device, so all results come from one engine. The image in
   * flight is queued again; its current result is discarded.
   */
  rerunAll(): void {
    for (const image of this.images) {
      image.state = 'waiting';
      image.previous = image.run?.result ?? image.previous;
      image.run = null;
      image.error = null;
    }
    void this.#drain();
  }

  /** Aborts the run in flight; images that are waiting fail as `aborted`. */
  stop(): void {
    for (const image of this.images) {
      if (image.state === 'waiting') fail(image, new AppError('aborted'));
    }
    this.#inFlight?.controller.abort();
  }

  remove(image: QueuedImage<Result>): void {
    if (this.#inFlight?.image === image) this.#inFlight.controller.abort();
    const index = this.images.indexOf(image);
    this.images = this.images.filter((other) => other !== image);
    if (this.selected === image) this.selected = this.images[Math.min(index, this.images.length - 1)] ?? null;
    image.dispose();
  }

  clear(): void {
    this.stop();
    for (const image of this.images) image.dispose();
    this.images = [];
    this.selected = null;
  }

  async #drain(): Promise<void> {
    if (this.#isRunning || !this.#hasModel()) return;
    this.#isRunning = true;
    const batch = new Set<QueuedImage<Result>>();
    let endWork: (() => void) | null = null;
    for (let next = this.#nextWaiting(); next; next = this.#nextWaiting()) {
      batch.add(next);
      if (batch.size > 1) endWork ??= beginWork('images');
      await this.#run(next);
    }
    endWork?.();
    this.#isRunning = false;
    this.#onIdle(
      this.images,
      this.images.filter((image) => batch.has(image)),
    );
  }

  #nextWaiting(): QueuedImage<Result> | undefined {
    return this.images.find(({ state }) => state === 'waiting');
  }

  async #run(image: QueuedImage<Result>): Promise<void> {
    image.state = 'running';
    const controller = new AbortController();
    this.#inFlight = { image, controller };
    try {
      const onPartial = (partial: Result) => (image.partial = partial);
      const input = await rejectOnAbort(controller.signal, Promise.resolve(this.#readInput(image.file)));
      const run = await this.#model.run<Result>(input, { signal: controller.signal, onPartial });
      if (!isRunning(image)) return;
      image.run = run;
      image.state = 'done';
    } catch (thrown) {
      if (isRunning(image)) fail(image, addFileName(asAppError(thrown), image.file));
    } finally {
      this.#inFlight = null;
      image.partial = null;
    }
  }
}

/** `false` if the image was queued again or stopped while its run was in flight. */
function isRunning({ state }: QueuedImage<unknown>): boolean {
  return state === 'running';
}

function fail(image: QueuedImage<unknown>, error: AppError): void {
  image.state = 'failed';
  image.error = error;
}

/** Adds the file name to the error, which the worker does not know. */
function addFileName(error: AppError, file: File): AppError {
  if (error.code !== 'file-unreadable') return error;
  const reason = file.size === 0 ? 'empty' : (error.facts.reason ?? 'not-an-image');
  return new AppError('file-unreadable', { ...error.facts, file: file.name, reason }, { cause: error });
}
