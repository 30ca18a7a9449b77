import { AppError } from '#core/errors/error.ts';
import type { EvaluatedBlock } from '#evaluate/run/run-dataset.ts';
import {
  deleteUnfinishedEvaluation,
  storeCompletedItems,
  storeUnfinishedEvaluation,
  loadCompletedItems,
  type CompletedItems,
  type UnfinishedEvaluation,
} from '#records/unfinished-evaluations.ts';

/** Completed items are stored once this many are not stored, or this much time has passed. Heuristic, not measured. */
const maxUnstored = { items: 200, ms: 10_000 } as const;

/**
 * The completed items, stored during the run so that it can be continued after a reload. If the browser cannot store
 * them, the run continues without a record.
 */
export class RunRecord {
  /** The completed items so far, stored or not. */
  readonly completed: CompletedItems;
  readonly #id: string;
  #isStoring = true;
  /** The numbers of items and blocks of `completed` that are stored. */
  #stored: { readonly items: number; readonly blocks: number };
  #storedAtMs = performance.now();

  private constructor(id: string, completed: CompletedItems) {
    this.#id = id;
    this.completed = completed;
    this.#stored = { items: completed.candidate.length, blocks: completed.blocks.length };
  }

  /** Starts a run; an unfinished one of the same address is deleted. */
  static async begin(run: Omit<UnfinishedEvaluation, 'id' | 'done'>, hasBaseline: boolean): Promise<RunRecord> {
    const id = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const record = new RunRecord(id, { candidate: [], baseline: hasBaseline ? [] : null, blocks: [] });
    await record.#stopStoringOnError(storeUnfinishedEvaluation({ ...run, id, done: 0 }));
    return record;
  }

  /**
   * Continues a run, whose identity must be the same.
   * @throws AppError input-invalid (unfinished-run-differs)
   */
  static async continue({ id, folder, ...run }: UnfinishedEvaluation, identity: string, hasBaseline: boolean) {
    if (identity !== run.identity)
      throw new AppError('input-invalid', { name: folder.name, reason: 'unfinished-run-differs' });
    const { candidate, baseline, blocks } = await loadCompletedItems(id);
    return new RunRecord(id, { candidate, baseline: hasBaseline ? (baseline ?? []) : null, blocks });
  }

  async add({ candidate, baseline }: EvaluatedBlock): Promise<void> {
    const { completed } = this;
    completed.candidate.push(...candidate);
    completed.baseline?.push(...(baseline ?? []));
    completed.blocks.push(candidate.length);
    const isFull = completed.candidate.length - this.#stored.items >= maxUnstored.items;
    if (isFull || performance.now() - this.#storedAtMs >= maxUnstored.ms) await this.flush();
  }

  /** Stores the items that are not stored yet, e.g. before a pause. */
  async flush(): Promise<void> {
    const { candidate, baseline, blocks } = this.completed;
    const { items: start, blocks: startBlock } = this.#stored;
    this.#storedAtMs = performance.now();
    if (!this.#isStoring || start === candidate.length) return;
    this.#stored = { items: candidate.length, blocks: blocks.length };
    const unstored = {
      candidate: candidate.slice(start),
      baseline: baseline && baseline.slice(start),
      blocks: blocks.slice(startBlock),
    };
    await this.#stopStoringOnError(storeCompletedItems(this.#id, unstored));
  }

  /** Call this when the run has a result, so that it is not offered to be continued. */
  async delete(): Promise<void> {
    await this.#stopStoringOnError(deleteUnfinishedEvaluation(this.#id));
    this.#isStoring = false;
  }

  /** Stops storing at the first failure, because a run cannot be continued from a record with a gap. */
  async #stopStoringOnError(storing: Promise<void>): Promise<void> {
    try {
      await storing;
    } catch {
      this.#isStoring = false;
    }
  }
}
