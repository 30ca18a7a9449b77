import type { AppError } from '#core/errors/error.ts';
import type { TaskRun, Timing } from '#core/task/task.ts';
import { readTextLines } from '#tasks/text-lines.ts';
import { attempt } from '../shell/attempt.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** Number of texts per call. Cancelling takes effect after the current call. Heuristic, not measured. */
const batchSize = 16;

/** Texts of the user, which the open model processes in blocks. */
export class TextRun {
  /** One text per line. */
  lines = $state('');
  /** The fraction of texts that ran, 0 to 1; `null` if no run is in progress. */
  progress = $state<number | null>(null);
  error = $state.raw<AppError | null>(null);
  protected readonly model: OpenModel;
  #controller = new AbortController();

  constructor(model: OpenModel) {
    this.model = model;
  }

  get texts(): readonly string[] {
    return this.lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  get canRun(): boolean {
    return this.progress === null && this.texts.length > 0;
  }

  /** Replaces the texts with the lines of files. Errors are in `error`. */
  async openFiles(files: readonly File[]): Promise<void> {
    await attempt(this, async () => {
      const lines = await Promise.all(files.map((file) => readTextLines(file, file.name)));
      this.lines = lines.flat().join('\n');
    });
  }

  cancel(): void {
    this.#controller.abort();
  }

  /** Runs `action` with progress, until it ends or is cancelled. Returns whether it succeeded. */
  protected async runWithProgress(action: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.#controller = new AbortController();
    this.progress = 0;
    const succeeded = await attempt(this, () => action(this.#controller.signal));
    this.progress = null;
    return succeeded;
  }

  /**
   * Runs the texts in blocks of `batchSize`. Returns the result of each block, and the sums of their times and graph
   * runs.
   */
  protected async runBlocks<Result>(
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<Omit<TaskRun<readonly Result[]>, 'graphRuns'> & { readonly graphRuns: number }> {
    const result: Result[] = [];
    const timing = { preMs: 0, inferenceMs: 0, postMs: 0 };
    let graphRuns = 0;
    for (let start = 0; start < texts.length; start += batchSize) {
      const blockRun = await this.model.run<Result>(texts.slice(start, start + batchSize), { signal });
      result.push(blockRun.result);
      for (const phase of Object.keys(timing) as (keyof Timing)[]) timing[phase] += blockRun.timing[phase];
      graphRuns += Object.values(blockRun.graphRuns).reduce((total, count) => total + count, 0);
      this.progress = Math.min(1, (start + batchSize) / texts.length);
    }
    return { result, timing, graphRuns };
  }
}
