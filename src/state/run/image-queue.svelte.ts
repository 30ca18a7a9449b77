import { AppError, asAppError } from '#core/error.ts';
import type { TaskRun } from '#core/task.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** One image on its way through the task. `url` shows it; whoever drops the image calls `forget`. */
export class QueuedImage<Result> {
  readonly file: File;
  readonly url: string;
  state = $state<'waiting' | 'running' | 'done' | 'failed'>('waiting');
  run = $state.raw<TaskRun<Result> | null>(null);
  /** What is known of a run in progress, where the task reports it. */
  partial = $state.raw<Result | null>(null);
  /** The result before the model was opened otherwise. */
  previous: Result | null = null;
  error = $state.raw<AppError | null>(null);

  constructor(file: File) {
    this.file = file;
    this.url = URL.createObjectURL(file);
  }

  forget(): void {
    URL.revokeObjectURL(this.url);
  }
}

type Settled<Result> = (images: readonly QueuedImage<Result>[], batch: readonly QueuedImage<Result>[]) => void;

/** Images run one after the other; what failed keeps its error, and the rest goes on. */
export class ImageQueue<Result> {
  images = $state.raw<readonly QueuedImage<Result>[]>([]);
  /** The image on display. */
  shown = $state.raw<QueuedImage<Result> | null>(null);
  #isRunning = $state(false);
  readonly #model: OpenModel;
  #inFlight: { readonly image: QueuedImage<Result>; readonly stop: AbortController } | null = null;
  /** Called when nothing is waiting any more, with every image and with those that were run since the last call. */
  readonly #settled: Settled<Result>;

  constructor(model: OpenModel, settled: Settled<Result>) {
    this.#model = model;
    this.#settled = settled;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get finished(): number {
    return this.images.filter(({ state }) => state === 'done' || state === 'failed').length;
  }

  /** Adds images behind those that wait, and shows the first of them. */
  add(files: readonly File[]): void {
    const added = files.map((file) => new QueuedImage<Result>(file));
    if (added[0]) this.shown = added[0];
    this.images = [...this.images, ...added];
    void this.#work();
  }

  /** Shows the image of this file. Returns whether it is here. */
  show(file: File): boolean {
    const held = this.images.find((image) => image.file === file);
    if (held) this.shown = held;
    return held !== undefined;
  }

  /**
   * Runs every image once more, for instance on another device, so that all results come from one engine. The one in
   * flight waits again with the rest: what its run comes to is passed over.
   */
  again(): void {
    for (const image of this.images) {
      image.state = 'waiting';
      image.previous = image.run?.result ?? image.previous;
      image.run = null;
      image.error = null;
    }
    void this.#work();
  }

  /** Ends the run in flight and leaves out what waits: those images say that they were stopped. */
  stop(): void {
    for (const image of this.images) {
      if (image.state === 'waiting') fail(image, new AppError('aborted'));
    }
    this.#inFlight?.stop.abort();
  }

  remove(image: QueuedImage<Result>): void {
    if (this.#inFlight?.image === image) this.#inFlight.stop.abort();
    const at = this.images.indexOf(image);
    this.images = this.images.filter((other) => other !== image);
    if (this.shown === image) this.shown = this.images[Math.min(at, this.images.length - 1)] ?? null;
    image.forget();
  }

  clear(): void {
    this.stop();
    for (const image of this.images) image.forget();
    this.images = [];
    this.shown = null;
  }

  async #work(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const batch = new Set<QueuedImage<Result>>();
    let endWork: (() => void) | null = null;
    for (let next = this.#waiting(); next; next = this.#waiting()) {
      batch.add(next);
      if (batch.size > 1) endWork ??= beginWork('images');
      await this.#run(next);
    }
    endWork?.();
    this.#isRunning = false;
    this.#settled(
      this.images,
      this.images.filter((image) => batch.has(image)),
    );
  }

  #waiting(): QueuedImage<Result> | undefined {
    return this.images.find(({ state }) => state === 'waiting');
  }

  async #run(image: QueuedImage<Result>): Promise<void> {
    image.state = 'running';
    const stop = new AbortController();
    this.#inFlight = { image, stop };
    try {
      const onPartial = (partial: Result) => (image.partial = partial);
      const run = await this.#model.run<Result>(image.file, { signal: stop.signal, onPartial });
      if (!isRunning(image)) return;
      image.run = run;
      image.state = 'done';
    } catch (thrown) {
      if (isRunning(image)) fail(image, nameFile(asAppError(thrown), image.file));
    } finally {
      this.#inFlight = null;
      image.partial = null;
    }
  }
}

/** False where the image was told to wait again, or stopped, while its run was in flight. */
function isRunning({ state }: QueuedImage<unknown>): boolean {
  return state === 'running';
}

function fail(image: QueuedImage<unknown>, error: AppError): void {
  image.state = 'failed';
  image.error = error;
}

/** The worker sees bytes only; the person wants to know which file. */
function nameFile(error: AppError, file: File): AppError {
  if (error.code !== 'file-unreadable') return error;
  const reason = file.size === 0 ? 'empty' : (error.facts.reason ?? 'not-an-image');
  return new AppError('file-unreadable', { ...error.facts, file: file.name, reason }, { cause: error });
}
