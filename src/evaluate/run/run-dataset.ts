import { AppError, asAppError } from '#core/errors/error.ts';
import { minBlocks } from '#statistics/interleaved-ratio.ts';
import { createItemCompactor } from './compact-item.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { GroundTruth } from '#core/task/evaluation.ts';

/** A model that evaluates items, such as a session of the bridge. */
export interface EvaluatingModel<Item> {
  /** @throws AppError if the engine fails; the next call reopens the model */
  evaluate(
    items: readonly Item[],
    options: { readonly signal: AbortSignal; readonly returnGroundTruth: boolean },
  ): Promise<readonly EvaluatedItem[]>;
}

interface DatasetItem {
  readonly path: string;
  readonly truth: GroundTruth | null;
}

/** The results of consecutive items on both models, in the same order. */
export interface EvaluatedBlock {
  readonly candidate: readonly EvaluatedItem[];
  /** `null` without a baseline. */
  readonly baseline: readonly EvaluatedItem[] | null;
}

interface DatasetProgress {
  readonly done: number;
  /** Estimated from the time of all blocks so far. */
  readonly remainingMs: number;
}

interface DatasetRun<Item extends DatasetItem> {
  readonly items: readonly Item[];
  readonly candidate: EvaluatingModel<Item>;
  readonly baseline: EvaluatingModel<Item> | null;
  /** Whether the predictions of the baseline are the ground truth, for a dataset without labels. */
  readonly baselineIsGroundTruth: boolean;
  readonly signal: AbortSignal;
  /** Called before each block. Resolves at once, or at the end of a pause; `false` stops the run early. */
  readonly shouldContinue: () => Promise<boolean>;
  /** Receives the blocks in item order. */
  readonly onBlock: (block: EvaluatedBlock, progress: DatasetProgress) => void | Promise<void>;
  readonly now: () => number;
}

/** Target duration of a block. Pauses and progress take effect between blocks. */
const targetBlockMs = 500;
/** Larger blocks save little, as the only fixed cost is decoding the first item without overlapping inference. */
const maxBlockItems = 64;
/** A run ends after this many consecutive items that crash the engine, because the items are then not the cause. */
const maxRestarts = 3;

/**
 * Runs the items of a dataset in blocks. With a baseline, the blocks of both models are interleaved (ABBA), so a drift
 * in machine speed affects both.
 * @throws AppError aborted | the engine's error after `maxRestarts` consecutive crashes
 */
export async function runDataset<Item extends DatasetItem>(run: DatasetRun<Item>): Promise<void> {
  const { items, baseline, baselineIsGroundTruth, signal, now } = run;
  const models = {
    candidate: withRestarts(run.candidate, signal),
    baseline: baseline && withRestarts(baseline, signal),
  };
  // Even a small dataset has enough blocks to compare the speeds of two models.
  const maxItems = baseline
    ? Math.min(maxBlockItems, Math.max(1, Math.floor(items.length / (2 * minBlocks))))
    : maxBlockItems;
  const compact = createItemCompactor();
  let activeMs = 0;
  let blockSize = 1;
  for (let start = 0, index = 0; start < items.length; index++) {
    if (!(await run.shouldContinue())) return;
    if (signal.aborted) throw new AppError('aborted');
    const startMs = now();
    const block = items.slice(start, start + blockSize);
    const options = { baselineIsGroundTruth, isCandidateFirst: index % 2 === 0 };
    const received = await evaluateBlock(block, models, options);
    const compactAll = (results: readonly EvaluatedItem[]) =>
      results.map((result, position) => compact(result, block[position]!.path));
    const evaluated: EvaluatedBlock = {
      candidate: compactAll(received.candidate),
      baseline: received.baseline && compactAll(received.baseline),
    };
    const elapsedMs = now() - startMs;
    activeMs += elapsedMs;
    start += block.length;
    await run.onBlock(evaluated, { done: start, remainingMs: (activeMs / start) * (items.length - start) });
    const itemsPerTarget = Math.floor((targetBlockMs * block.length) / Math.max(elapsedMs, 1));
    blockSize = Math.min(maxItems, 2 * blockSize, Math.max(1, itemsPerTarget)); // grows gradually, as the first items are slower
  }
}

type Evaluate<Item> = (items: readonly Item[], returnGroundTruth: boolean) => Promise<readonly EvaluatedItem[]>;

interface BlockModels<Item> {
  readonly candidate: Evaluate<Item>;
  readonly baseline: Evaluate<Item> | null;
}

interface BlockOptions {
  readonly baselineIsGroundTruth: boolean;
  readonly isCandidateFirst: boolean;
}

async function evaluateBlock<Item extends DatasetItem>(
  block: readonly Item[],
  { candidate, baseline }: BlockModels<Item>,
  { baselineIsGroundTruth, isCandidateFirst }: BlockOptions,
): Promise<EvaluatedBlock> {
  if (!baseline) return { candidate: await candidate(block, false), baseline: null };
  if (baselineIsGroundTruth) return evaluateAgainst(block, await baseline(block, true), candidate);
  if (isCandidateFirst) {
    const firstResults = await candidate(block, false);
    return { candidate: firstResults, baseline: await baseline(block, false) };
  }
  const firstResults = await baseline(block, false);
  return { baseline: firstResults, candidate: await candidate(block, false) };
}

/** Evaluates the candidate against the baseline's predictions. An item that fails on the baseline fails on both. */
async function evaluateAgainst<Item extends DatasetItem>(
  block: readonly Item[],
  baselineItems: readonly EvaluatedItem[],
  candidate: Evaluate<Item>,
): Promise<EvaluatedBlock> {
  const usable = block.flatMap((item, index) => {
    const { truth } = baselineItems[index] as { readonly truth?: GroundTruth };
    return truth ? [{ ...item, truth }] : [];
  });
  const results = new Map((await candidate(usable, false)).map((result) => [result.path, result]));
  const baseline = baselineItems.map((item) => {
    if ('error' in item) return item;
    const { truth: _, ...withoutTruth } = item;
    return withoutTruth;
  });
  return { baseline, candidate: baseline.map((item) => results.get(item.path) ?? item) };
}

/**
 * Wraps a model so that the items of a block that crashes the engine are retried one by one, and only the culprit
 * fails.
 */
function withRestarts<Item extends DatasetItem>(model: EvaluatingModel<Item>, signal: AbortSignal): Evaluate<Item> {
  let restarts = 0;
  const evaluateOne = async (item: Item, returnGroundTruth: boolean): Promise<EvaluatedItem> => {
    try {
      const [evaluated] = await model.evaluate([item], { signal, returnGroundTruth });
      restarts = 0;
      return evaluated!;
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code === 'aborted' || ++restarts >= maxRestarts) throw error;
      return { path: item.path, sha256: null, error: { code: error.code, facts: error.facts } };
    }
  };
  return async (items, returnGroundTruth) => {
    if (items.length > 1) {
      try {
        return await model.evaluate(items, { signal, returnGroundTruth });
      } catch (thrown) {
        if (asAppError(thrown).code === 'aborted') throw thrown;
      }
    }
    const evaluated: EvaluatedItem[] = [];
    for (const item of items) evaluated.push(await evaluateOne(item, returnGroundTruth));
    return evaluated;
  };
}
