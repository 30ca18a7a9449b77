import { samplesNeeded } from '#bench/method.ts';
import { findQuantileInterval } from '#statistics/quantile-interval.ts';
import { compareAscending, quantile } from '#statistics/quantiles.ts';
import { percentiles, type GateMeasurement, type NotMeasured } from '../gate.ts';
import { toOneSided95 } from './intervals.ts';

/** Measures a percentile with its interval, if there are as many samples as R6 requires and the interval needs. */
export function measurePercentile(
  times: readonly number[],
  percentile: keyof typeof percentiles,
): GateMeasurement | NotMeasured {
  const n = times.length;
  const sorted = times.toSorted(compareAscending);
  const fraction = percentiles[percentile];
  const needs = getMinSamples(percentile);
  const interval = findQuantileInterval(sorted, fraction);
  if (n < needs || !interval) return { code: 'too-few-samples', facts: { n, needs } };
  return { value: quantile(sorted, fraction), interval: toOneSided95(interval), n, metric: percentile };
}

/** Returns the minimum number of samples for which a percentile is reported. */
export function getMinSamples(percentile: keyof typeof percentiles): number {
  // Below 5 samples, the median has no one-sided interval of 95%: 0.5^4 > 0.05.
  return percentile === 'p50' ? 5 : samplesNeeded[percentile];
}
