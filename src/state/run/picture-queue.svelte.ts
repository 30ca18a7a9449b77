import { AppError, asAppError } from '#core/error.ts';
import type { TaskRun } from '#core/task.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** One picture on its way through the task. `url` shows it; whoever drops the picture calls `forget`. */
export class QueuedPicture<Result> {
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

type Settled<Result> = (pictures: readonly QueuedPicture<Result>[], batch: readonly QueuedPicture<Result>[]) => void;

/** Pictures run one after the other; what failed keeps its error, and the rest goes on. */
export class PictureQueue<Result> {
  pictures = $state.raw<readonly QueuedPicture<Result>[]>([]);
  /** The picture on display. */
  shown = $state.raw<QueuedPicture<Result> | null>(null);
  #isRunning = $state(false);
  readonly #model: OpenModel;
  #inFlight: { readonly picture: QueuedPicture<Result>; readonly stop: AbortController } | null = null;
  /** Called when nothing is waiting any more, with every picture and with those that were run since the last call. */
  readonly #settled: Settled<Result>;

  constructor(model: OpenModel, settled: Settled<Result>) {
    this.#model = model;
    this.#settled = settled;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get finished(): number {
    return this.pictures.filter(({ state }) => state === 'done' || state === 'failed').length;
  }

  /** Adds pictures behind those that wait, and shows the first of them. */
  add(files: readonly File[]): void {
    const added = files.map((file) => new QueuedPicture<Result>(file));
    if (added[0]) this.shown = added[0];
    this.pictures = [...this.pictures, ...added];
    void this.#work();
  }

  /** Shows the picture of this file. Returns whether it is here. */
  show(file: File): boolean {
    const held = this.pictures.find((picture) => picture.file === file);
    if (held) this.shown = held;
    return held !== undefined;
  }

  /**
   * Runs every picture once more, for instance on another device, so that all results come from one engine. The one in
   * flight waits again with the rest: what its run comes to is passed over.
   */
  again(): void {
    for (const picture of this.pictures) {
      picture.state = 'waiting';
      picture.previous = picture.run?.result ?? picture.previous;
      picture.run = null;
      picture.error = null;
    }
    void this.#work();
  }

  /** Ends the run in flight and leaves out what waits: those pictures say that they were stopped. */
  stop(): void {
    for (const picture of this.pictures) {
      if (picture.state === 'waiting') fail(picture, new AppError('aborted'));
    }
    this.#inFlight?.stop.abort();
  }

  remove(picture: QueuedPicture<Result>): void {
    if (this.#inFlight?.picture === picture) this.#inFlight.stop.abort();
    const at = this.pictures.indexOf(picture);
    this.pictures = this.pictures.filter((other) => other !== picture);
    if (this.shown === picture) this.shown = this.pictures[Math.min(at, this.pictures.length - 1)] ?? null;
    picture.forget();
  }

  clear(): void {
    this.stop();
    for (const picture of this.pictures) picture.forget();
    this.pictures = [];
    this.shown = null;
  }

  async #work(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const batch = new Set<QueuedPicture<Result>>();
    let endWork: (() => void) | null = null;
    for (let next = this.#waiting(); next; next = this.#waiting()) {
      batch.add(next);
      if (batch.size > 1) endWork ??= beginWork('pictures');
      await this.#run(next);
    }
    endWork?.();
    this.#isRunning = false;
    this.#settled(
      this.pictures,
      this.pictures.filter((picture) => batch.has(picture)),
    );
  }

  #waiting(): QueuedPicture<Result> | undefined {
    return this.pictures.find(({ state }) => state === 'waiting');
  }

  async #run(picture: QueuedPicture<Result>): Promise<void> {
    picture.state = 'running';
    const stop = new AbortController();
    this.#inFlight = { picture, stop };
    try {
      const onPartial = (partial: Result) => (picture.partial = partial);
      const run = await this.#model.run<Result>(picture.file, { signal: stop.signal, onPartial });
      if (!isRunning(picture)) return;
      picture.run = run;
      picture.state = 'done';
    } catch (thrown) {
      if (isRunning(picture)) fail(picture, nameFile(asAppError(thrown), picture.file));
    } finally {
      this.#inFlight = null;
      picture.partial = null;
    }
  }
}

/** False where the picture was told to wait again, or stopped, while its run was in flight. */
function isRunning({ state }: QueuedPicture<unknown>): boolean {
  return state === 'running';
}

function fail(picture: QueuedPicture<unknown>, error: AppError): void {
  picture.state = 'failed';
  picture.error = error;
}

/** The worker sees bytes only; the person wants to know which file. */
function nameFile(error: AppError, file: File): AppError {
  if (error.code !== 'file-unreadable') return error;
  const reason = file.size === 0 ? 'empty' : (error.facts.reason ?? 'not-a-picture');
  return new AppError('file-unreadable', { ...error.facts, file: file.name, reason }, { cause: error });
}
