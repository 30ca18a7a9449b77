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
  /** Speed relative to the first model, with a two-sided interval of 95%; `null` for the first model. */
  readonly speedUp: { readonly ratio: number; readonly interval: readonly [low: number, high: number] } | null;
}

/** Target duration of a group of inferences: many steps of the clock. Heuristic, not measured. */
const groupMs = 50;
const maxPerGroup = 500;
/** Discarded groups of each model, in which code is compiled and memory allocated. */
const warmUpGroups = 2;
/** Number of blocks, each with two groups of every model. Slow models are measured in the minimum for an interval. */
const maxBlocks = 2 * minBlocks;
const budgetMs = 15_000;

/** Runs a model `count` times. @returns the time of each inference */
export type TimeGroup = (count: number) => Promise<readonly number[]>;

/**
 * Times models in interleaved blocks, in forward and then in reverse order, so that drift of the machine affects all
 * equally.
 * @param groups the function of each model that runs it several times
 * @throws AppError aborted | errors from the groups
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
    const sorted = times.flat().toSorted(compareAscending);
    const ratio = index === 0 ? null : estimateInterleavedRatio(times.map((b, i) => ({ a: blocks[0]![i]!, b })));
    return {
      medianMs: quantile(sorted, 0.5),
      interval: findQuantileInterval(sorted, 0.5, 0.025),
      n: sorted.length,
      speedUp: ratio && { ratio: ratio.ratio, interval: ratio.interval },
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
