import type { AppError } from '#core/errors/error.ts';
import type { TaskRun, Timing } from '#core/task/task.ts';
import { readTextLines } from '#tasks/text-lines.ts';
import { attempt } from '../shell/attempt.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** Number of texts per call; cancelling waits for the current call. Heuristic, not measured. */
const batchSize = 16;

/** Texts of a user, one per line, which the open model runs in blocks. */
export class TextRun {
  /** One text per line. */
  lines = $state('');
  /** 0 to 1 while texts run; `null` otherwise. */
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

  /** Replaces the texts by the lines of files. */
  async open(files: readonly File[]): Promise<void> {
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

  /** Runs the texts. Returns the result of each block, with their times added up. */
  protected async runBlocks<Result>(
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<Omit<TaskRun<readonly Result[]>, 'graphRuns'> & { readonly graphRuns: number }> {
    const result: Result[] = [];
    const timing = { preMs: 0, inferenceMs: 0, postMs: 0 };
    let graphRuns = 0;
    for (let from = 0; from < texts.length; from += batchSize) {
      const block = await this.model.run<Result>(texts.slice(from, from + batchSize), { signal });
      result.push(block.result);
      for (const phase of Object.keys(timing) as (keyof Timing)[]) timing[phase] += block.timing[phase];
      graphRuns += Object.values(block.graphRuns).reduce((total, count) => total + count, 0);
      this.progress = Math.min(1, (from + batchSize) / texts.length);
    }
    return { result, timing, graphRuns };
  }
}
