import { mean, meanInterval95 } from './mean.ts';
import { median } from './quantiles.ts';

/** Times of two conditions that were measured close together, e.g. one ABBA block. */
export interface TimeBlock {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/**
 * The ratio of the times of a to b, with its 95 % interval. The machine's state drifts from block to block, but is much
 * the same within one; so the samples are the ratios of medians by block, of whose logarithms Student's t gives the
 * interval.
 * @returns `null` with fewer than two blocks
 */
export function interleavedRatio(
  blocks: readonly TimeBlock[],
): { readonly ratio: number; readonly interval: readonly [low: number, high: number] } | null {
  const logs = blocks.map(({ a, b }) => Math.log(median(a) / median(b)));
  const reach = meanInterval95(logs);
  if (reach === null) return null;
  const centre = mean(logs);
  return { ratio: Math.exp(centre), interval: [Math.exp(centre - reach), Math.exp(centre + reach)] };
}
