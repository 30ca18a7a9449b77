import type { OutputsTruth } from '#core/task/evaluation.ts';

/** One unprocessed output of a model, in float32. */
export type RawOutput = OutputsTruth['outputs'][number];

/** An output with statistics of its values, which are NaN if it is empty or contains NaN. */
export interface DescribedOutput extends RawOutput {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** Computes the statistics of an output. */
export function describeOutput(output: RawOutput): DescribedOutput {
  const { values } = output;
  let [min, max, sum] = values.length === 0 ? [NaN, NaN, NaN] : [Infinity, -Infinity, 0];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  return { ...output, min, max, mean: sum / values.length };
}
