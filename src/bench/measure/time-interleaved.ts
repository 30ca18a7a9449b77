import { AppError } from '#core/errors/error.ts';
import { estimateInterleavedRatio, minBlocks } from '#statistics/interleaved-ratio.ts';
import { findQuantileInterval } from '#statistics/quantile-interval.ts';
import { compareAscending, quantile } from '#statistics/quantiles.ts';

/** The time of one inference of a model, interleaved with other models. */
export interface InterleavedTime {
  readonly medianMs: number;
  /** Two-sided, 95%. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly n: number;
  /** How many times as fast as the first model, with a two-sided interval of 95%; `null` for the first itself. */
  readonly speedUp: { readonly ratio: number; readonly interval: readonly [low: number, high: number] } | null;
}

/** Target duration of a group of inferences: many steps of the clock. Heuristic, not measured. */
const groupMs = 50;
const maxPerGroup = 500;
/** Discarded first groups of each model, in which code is compiled and memory allocated. */
const warmUpGroups = 2;
/** Number of blocks, each with two groups of every model. Slow models get the minimum that an interval needs. */
const maxBlocks = 2 * minBlocks;
const budgetMs = 15_000;

/** Runs a model several times. @returns the time of each inference */
export type TimeGroup = (count: number) => Promise<readonly number[]>;

/**
 * Times models in interleaved blocks, in one order and then in reverse, so that drift of the machine affects all
 * equally.
 * @param groups one for each model
 * @throws AppError aborted | whatever the groups throw
 */
export async function timeInterleaved(
  groups: readonly TimeGroup[],
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
): Promise<readonly InterleavedTime[]> {
  const sizes: number[] = [];
  for (const run of groups) sizes.push(await warmUp(run));
  const blocks: number[][][] = groups.map(() => []);
  const endMs = performance.now() + budgetMs;
  for (let block = 0; block < maxBlocks && (block < minBlocks || performance.now() < endMs); block++) {
    const order = groups.map((_, index) => index);
    for (const index of [...order, ...order.toReversed()]) {
      if (signal.aborted) throw new AppError('aborted');
      const timesMs = await groups[index]!(sizes[index]!);
      (blocks[index]![block] ??= []).push(...timesMs);
    }
    onProgress((block + 1) / maxBlocks);
  }
  return blocks.map((times, index) => {
    const all = times.flat().toSorted(compareAscending);
    const compared = index === 0 ? null : estimateInterleavedRatio(times.map((b, i) => ({ a: blocks[0]![i]!, b })));
    return {
      medianMs: quantile(all, 0.5),
      interval: findQuantileInterval(all, 0.5, 0.025),
      n: all.length,
      speedUp: compared && { ratio: compared.ratio, interval: compared.interval },
    };
  });
}

/** @returns the number of inferences of a group */
async function warmUp(run: TimeGroup): Promise<number> {
  let [lastMs = 0] = await run(1);
  let size = 1;
  for (let group = 0; group < warmUpGroups; group++) {
    size = Math.max(1, Math.min(maxPerGroup, Math.round(groupMs / Math.max(lastMs, 1e-3))));
    const times = await run(size);
    lastMs = quantile(times.toSorted(compareAscending), 0.5);
  }
  return size;
}
