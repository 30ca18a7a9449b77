import {
  deleteUnfinishedEvaluation,
  findUnfinishedEvaluation,
  type UnfinishedEvaluation,
} from '#records/unfinished-evaluations.ts';

/** The run of an earlier visit of the page that can be continued. */
export class UnfinishedRuns {
  /** The latest run with the models and settings of the address last looked for; `null` if there is none. */
  latest = $state.raw<UnfinishedEvaluation | null>(null);
  #hash = '';

  /**
   * Looks for the run of a URL.
   * @param isWanted called when a run is found; returns whether the result is still needed
   */
  async find(hash: string, isWanted: () => boolean): Promise<void> {
    this.#hash = hash;
    const unfinished = await findUnfinishedEvaluation(hash).catch(() => null); // without storage, there is none
    if (hash === this.#hash && isWanted()) this.latest = unfinished && unfinished.done > 0 ? unfinished : null;
  }

  forget(): void {
    this.latest = null;
  }

  async discard(): Promise<void> {
    const { latest } = this;
    this.latest = null;
    if (latest) await deleteUnfinishedEvaluation(latest.id).catch(() => {}); // it is only offered again
  }
}
