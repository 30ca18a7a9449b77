import type { TaskInput } from '#bridge/session-contract.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { rejectOnAbort } from '#core/delay.ts';
import type { TaskRun } from '#core/task/task.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** A file of the queue. `url` shows it; `dispose` must be called when the input is removed. */
export class QueuedFile<Result> {
  readonly file: File;
  readonly url: string;
  state = $state<'waiting' | 'running' | 'done' | 'failed'>('waiting');
  run = $state.raw<TaskRun<Result> | null>(null);
  /** The partial result of a run in progress, if the task reports it. */
  partialResult = $state.raw<Result | null>(null);
  /** The result of the previous model, device or settings. */
  previousResult: Result | null = null;
  error = $state.raw<AppError | null>(null);

  constructor(file: File) {
    this.file = file;
    this.url = URL.createObjectURL(file);
  }

  dispose(): void {
    URL.revokeObjectURL(this.url);
  }
}

type OnIdle<Result> = (inputs: readonly QueuedFile<Result>[], batch: readonly QueuedFile<Result>[]) => void;

/** Runs inputs one after another; a failed input retains its error, and the others continue. */
export class InputQueue<Result> {
  inputs = $state.raw<readonly QueuedFile<Result>[]>([]);
  /** The input whose result the page shows. */
  selected = $state.raw<QueuedFile<Result> | null>(null);
  #isRunning = $state(false);
  readonly #model: OpenModel;
  /** Whether a model was chosen; until then inputs wait. */
  readonly #hasModel: () => boolean;
  #inFlight: { readonly input: QueuedFile<Result>; readonly controller: AbortController } | null = null;
  /** Called when no input is waiting, with all inputs and with the batch that ran since the last call. */
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
    return this.inputs.filter(({ state }) => state === 'done' || state === 'failed').length;
  }

  /** Appends inputs to the queue, and selects the first of them. */
  add(files: readonly File[]): void {
    const added = files.map((file) => new QueuedFile<Result>(file));
    if (added[0]) this.selected = added[0];
    this.inputs = [...this.inputs, ...added];
    void this.#drain();
  }

  /** Selects the input of this file. Returns whether it is in the queue. */
  select(file: File): boolean {
    const input = this.inputs.find((queued) => queued.file === file);
    if (input) this.selected = input;
    return input !== undefined;
  }

  /**
   * Runs every input again, for instance on another device, so all results come from one engine. The input in
   * flight is queued again; its current result is discarded.
   */
  rerunAll(): void {
    for (const input of this.inputs) {
      input.state = 'waiting';
      input.previousResult = input.run?.result ?? input.previousResult;
      input.run = null;
      input.error = null;
    }
    void this.#drain();
  }

  /** Aborts the run in flight; inputs that are waiting fail as `aborted`. */
  stop(): void {
    for (const input of this.inputs) {
      if (input.state === 'waiting') fail(input, new AppError('aborted'));
    }
    this.#inFlight?.controller.abort();
  }

  remove(input: QueuedFile<Result>): void {
    if (this.#inFlight?.input === input) this.#inFlight.controller.abort();
    const index = this.inputs.indexOf(input);
    this.inputs = this.inputs.filter((other) => other !== input);
    if (this.selected === input) this.selected = this.inputs[Math.min(index, this.inputs.length - 1)] ?? null;
    input.dispose();
  }

  clear(): void {
    this.stop();
    for (const input of this.inputs) input.dispose();
    this.inputs = [];
    this.selected = null;
  }

  async #drain(): Promise<void> {
    if (this.#isRunning || !this.#hasModel()) return;
    this.#isRunning = true;
    const batch = new Set<QueuedFile<Result>>();
    let endWork: (() => void) | null = null;
    for (let next = this.#nextWaiting(); next; next = this.#nextWaiting()) {
      batch.add(next);
      if (batch.size > 1) endWork ??= beginWork('images');
      await this.#run(next);
    }
    endWork?.();
    this.#isRunning = false;
    this.#onIdle(
      this.inputs,
      this.inputs.filter((input) => batch.has(input)),
    );
  }

  #nextWaiting(): QueuedFile<Result> | undefined {
    return this.inputs.find(({ state }) => state === 'waiting');
  }

  async #run(input: QueuedFile<Result>): Promise<void> {
    input.state = 'running';
    const controller = new AbortController();
    this.#inFlight = { input, controller };
    try {
      const onPartial = (partial: Result) => (input.partialResult = partial);
      const taskInput = await rejectOnAbort(controller.signal, Promise.resolve(this.#readInput(input.file)));
      const run = await this.#model.run<Result>(taskInput, { signal: controller.signal, onPartial });
      if (!isRunning(input)) return;
      input.run = run;
      input.state = 'done';
    } catch (thrown) {
      if (isRunning(input)) fail(input, addFileName(asAppError(thrown), input.file));
    } finally {
      this.#inFlight = null;
      input.partialResult = null;
    }
  }
}

/** `false` if the input was queued again or stopped while its run was in flight. */
function isRunning({ state }: QueuedFile<unknown>): boolean {
  return state === 'running';
}

function fail(input: QueuedFile<unknown>, error: AppError): void {
  input.state = 'failed';
  input.error = error;
}

/** Adds the file name to the error, which the worker does not know. */
function addFileName(error: AppError, file: File): AppError {
  if (error.code !== 'file-unreadable') return error;
  const reason = file.size === 0 ? 'empty' : (error.facts.reason ?? 'not-an-image');
  return new AppError('file-unreadable', { ...error.facts, file: file.name, reason }, { cause: error });
}
