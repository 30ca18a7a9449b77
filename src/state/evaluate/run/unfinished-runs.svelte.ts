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
  latestOfOtherSetup = $state.raw<UnfinishedEvaluation | null>(null);
  #hash = '';

  /**
   * Finds the run of an address, otherwise the latest run of its task.
   * @param isStillNeeded called when a run is found; returns whether the result is still needed
   */
  async find(hash: string, task: string, isStillNeeded: () => boolean): Promise<void> {
    this.#hash = hash;
    // If the browser blocks storage, no run is found.
    const unfinished = await findUnfinishedEvaluation(hash).catch(() => null);
    const other = unfinished ? null : await findUnfinishedOfTask(task).catch(() => null);
    if (hash !== this.#hash || !isStillNeeded()) return;
    this.latest = unfinished && unfinished.done > 0 ? unfinished : null;
    this.latestOfOtherSetup = other;
  }

  clear(): void {
    this.latest = null;
    this.latestOfOtherSetup = null;
  }

  async discard(): Promise<void> {
    const unfinished = this.latest ?? this.latestOfOtherSetup;
    this.clear();
    if (unfinished) await deleteUnfinishedEvaluation(unfinished.id).catch(() => {}); // a failure only means that the run is offered again
  }
}
