import { AppError } from '#core/errors/error.ts';
import type { EvaluatedBlock } from '#evaluate/run/run-dataset.ts';
import {
  deleteUnfinishedEvaluation,
  storeRanItems,
  storeUnfinishedEvaluation,
  loadRanItems,
  type RanItems,
  type UnfinishedEvaluation,
} from '#records/unfinished-evaluations.ts';

/** Items are stored once this many are waiting, or after this time. */
const maxUnstored = { items: 200, ms: 10_000 } as const;

/**
 * The completed items, stored during the run so that it can be continued after a reload. If the browser cannot store
 * them, the run continues without a record.
 */
export class RecordedRun {
  readonly ran: RanItems;
  readonly #id: string;
  #isStoring = true;
  /** The numbers of items and blocks of `ran` that are stored. */
  #stored: { readonly items: number; readonly blocks: number };
  #storedAtMs = performance.now();

  private constructor(id: string, ran: RanItems) {
    this.#id = id;
    this.ran = ran;
    this.#stored = { items: ran.candidate.length, blocks: ran.blocks.length };
  }

  /** Starts a run; an unfinished one of the same address is deleted. */
  static async begin(run: Omit<UnfinishedEvaluation, 'id' | 'done'>, hasBaseline: boolean): Promise<RecordedRun> {
    const id = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const recorded = new RecordedRun(id, { candidate: [], baseline: hasBaseline ? [] : null, blocks: [] });
    await recorded.#try(storeUnfinishedEvaluation({ ...run, id, done: 0 }));
    return recorded;
  }

  /**
   * Continues a run, whose identity must be the same.
   * @throws AppError input-invalid (unfinished-run-differs)
   */
  static async continue({ id, folder, ...run }: UnfinishedEvaluation, identity: string, hasBaseline: boolean) {
    if (identity !== run.identity)
      throw new AppError('input-invalid', { name: folder.name, reason: 'unfinished-run-differs' });
    const { candidate, baseline, blocks } = await loadRanItems(id);
    return new RecordedRun(id, { candidate, baseline: hasBaseline ? (baseline ?? []) : null, blocks });
  }

  async add({ candidate, baseline }: EvaluatedBlock): Promise<void> {
    const { ran } = this;
    ran.candidate.push(...candidate);
    ran.baseline?.push(...(baseline ?? []));
    ran.blocks.push(candidate.length);
    const isFull = ran.candidate.length - this.#stored.items >= maxUnstored.items;
    if (isFull || performance.now() - this.#storedAtMs >= maxUnstored.ms) await this.flush();
  }

  /** Stores the items that are not stored yet, e.g. before a pause. */
  async flush(): Promise<void> {
    const { candidate, baseline, blocks } = this.ran;
    const { items: start, blocks: startBlock } = this.#stored;
    this.#storedAtMs = performance.now();
    if (!this.#isStoring || start === candidate.length) return;
    this.#stored = { items: candidate.length, blocks: blocks.length };
    const unstored = {
      candidate: candidate.slice(start),
      baseline: baseline && baseline.slice(start),
      blocks: blocks.slice(startBlock),
    };
    await this.#try(storeRanItems(this.#id, unstored));
  }

  /** Call this when the run has a result: it cannot be continued. */
  async delete(): Promise<void> {
    await this.#try(deleteUnfinishedEvaluation(this.#id));
    this.#isStoring = false;
  }

  /** A record with a gap is useless, so storage stops at the first failure. */
  async #try(access: Promise<void>): Promise<void> {
    try {
      await access;
    } catch {
      this.#isStoring = false;
    }
  }
}
