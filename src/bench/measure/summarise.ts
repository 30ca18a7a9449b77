import type { Percentile, SteadyState } from '#core/report/steady-state.ts';
import { mean, computeMeanHalfWidth95 } from '#statistics/mean.ts';
import { compareAscending, computeMedianAbsoluteDeviation, quantile } from '#statistics/quantiles.ts';
import { minDistinct, samplesNeeded } from '../method.ts';

/**
 * Computes the summary statistics of a steady state (R6).
 * @param samplesMs all samples in order, per inference
 * @param excluded indices of the samples to exclude from the statistics
 */
export function summariseSamples(
  samplesMs: readonly number[],
  inferencesPerSample: number,
  excluded: readonly number[] = [],
): SteadyState {
  const excludedIndices = new Set(excluded);
  const countedMs = samplesMs.filter((_, index) => !excludedIndices.has(index));
  const sorted = countedMs.toSorted(compareAscending);
  const computePercentile = (fraction: number, needs: number): Percentile =>
    sorted.length >= needs ? { ms: quantile(sorted, fraction) } : { needs };
  return {
    n: countedMs.length,
    samplesMs,
    inferencesPerSample,
    excluded,
    medianMs: quantile(sorted, 0.5),
    madMs: computeMedianAbsoluteDeviation(countedMs),
    meanMs: mean(countedMs),
    meanCi95Ms: computeMeanHalfWidth95(countedMs),
    minMs: sorted[0] ?? Number.NaN,
    maxMs: sorted.at(-1) ?? Number.NaN,
    p90: computePercentile(0.9, samplesNeeded.p90),
    p95: computePercentile(0.95, samplesNeeded.p95),
    p99: computePercentile(0.99, samplesNeeded.p99),
  };
}

/** Whether there are only a few distinct values, which indicates that the clock's resolution determines them (R11). */
export function hasFewDistinct(values: readonly number[]): boolean {
  return new Set(values).size < Math.min(minDistinct.values, minDistinct.fraction * values.length);
}
