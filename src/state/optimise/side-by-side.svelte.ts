import type { TaskInput } from '#bridge/session-contract.ts';
import type { OptimisableSubject, OptimisedModel } from '#bridge/optimise-contract.ts';
import { AppError } from '#core/errors/error.ts';
import type { TaskInputs } from '#core/task/task.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { getTask, type TaskId } from '#tasks/index.ts';
import { OpenModel } from '../run/open-model.svelte.ts';
import { attempt } from '../shell/attempt.ts';

/** The run of one model on an input, with its result as the rows of a table. */
export interface ModelRun {
  readonly rows: readonly (readonly string[])[];
  /** Time in the graphs during one run. */
  readonly inferenceMs: number;
}

/** Maximum number of rows shown per result. */
const maxRows = 8;

/** Runs the original model and its optimised version on the same input. */
export class SideBySide {
  readonly task: TaskId;
  originalRun = $state.raw<ModelRun | null>(null);
  optimisedRun = $state.raw<ModelRun | null>(null);
  error = $state.raw<AppError | null>(null);
  isRunning = $state(false);
  readonly #dimensions: Dimensions;
  #controller = new AbortController();

  constructor(task: TaskId, dimensions: Dimensions) {
    this.task = task;
    this.#dimensions = dimensions;
  }

  /** The kind of input that the task takes. */
  get input(): keyof TaskInputs {
    return getTask(this.task).input;
  }

  get columns(): readonly string[] {
    return getTask(this.task).table.columns;
  }

  /** Runs one model after the other; the outcome is in `before` and `after`. */
  async run(original: OptimisableSubject, { files }: OptimisedModel, input: TaskInput): Promise<void> {
    this.close();
    const { signal } = this.#controller;
    [this.originalRun, this.optimisedRun, this.isRunning] = [null, null, true];
    const runBoth = async () => {
      this.originalRun = await this.#runOn(original, input, signal);
      this.optimisedRun = await this.#runOn({ kind: 'files', files }, input, signal);
    };
    await attempt(this, runBoth, signal);
    if (!signal.aborted) this.isRunning = false;
  }

  /** Stops both runs. */
  close(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.isRunning = false;
  }

  async #runOn(subject: OptimisableSubject, input: TaskInput, signal: AbortSignal): Promise<ModelRun> {
    const { task } = this;
    const model = new OpenModel();
    const close = () => model.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      const chosen = subject.kind === 'files' ? subject.files : ({ id: subject.id, engineIds: ['ort'] } as const);
      const opening = { device: null, threads: null, dimensions: this.#dimensions };
      const error = await model.open({ ...opening, model: chosen, engine: 'ort', task });
      if (error) throw error;
      if (signal.aborted) throw new AppError('aborted');
      const { result, timing } = await model.run<unknown>(input, { signal });
      const rows = getTask(task).table.toRows(result).slice(0, maxRows);
      return { rows: rows.map((row) => row.map(formatValue)), inferenceMs: timing.inferenceMs };
    } finally {
      signal.removeEventListener('abort', close);
      close();
    }
  }
}

/** Formats numbers with enough digits for a comparison. */
function formatValue(value: string | number): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;
}
