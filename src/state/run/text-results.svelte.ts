import type { TaskRun } from '#core/task/task.ts';
import { TextRun } from './text-run.svelte.ts';

/** The results of a task on each of several texts. */
export class TextResults<Item> extends TextRun {
  /** In the order of the texts. */
  run = $state.raw<TaskRun<readonly Item[]> | null>(null);

  async start(): Promise<void> {
    const isDone = await this.runWithProgress(async (signal) => {
      const { result, timing, graphRuns } = await this.runBlocks<readonly Item[]>(this.texts, signal);
      this.run = { result: result.flat(), timing, graphRuns: { model: graphRuns } };
    });
    if (!isDone) this.run = null;
  }
}
