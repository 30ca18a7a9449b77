import {
  deleteUnfinishedEvaluation,
  findUnfinishedEvaluation,
  findUnfinishedOfTask,
  type UnfinishedEvaluation,
} from '#records/unfinished-evaluations.ts';

/** The run of an earlier visit of the page that can be continued. */
export class UnfinishedRuns {
  /** The latest run with the models and settings of the most recently searched address; `null` if there is none. */
  latest = $state.raw<UnfinishedEvaluation | null>(null);
  /** The latest run of the task with another setup, if the address has no run. */
  ofOtherSetup = $state.raw<UnfinishedEvaluation | null>(null);
  #hash = '';

  /**
   * Finds the run of an address, otherwise the latest run of its task.
   * @param isWanted called when a run is found; returns whether the result is still needed
   */
  async find(hash: string, task: string, isWanted: () => boolean): Promise<void> {
    this.#hash = hash;
    // If the browser blocks storage, no run is found.
    const unfinished = await findUnfinishedEvaluation(hash).catch(() => null);
    const other = unfinished ? null : await findUnfinishedOfTask(task).catch(() => null);
    if (hash !== this.#hash || !isWanted()) return;
    this.latest = unfinished && unfinished.done > 0 ? unfinished : null;
    this.ofOtherSetup = other;
  }

  forget(): void {
    this.latest = null;
    this.ofOtherSetup = null;
  }

  async discard(): Promise<void> {
    const found = this.latest ?? this.ofOtherSetup;
    this.forget();
    if (found) await deleteUnfinishedEvaluation(found.id).catch(() => {}); // a failure only means that the run is offered again
  }
}
