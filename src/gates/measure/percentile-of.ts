import { samplesNeeded } from '#bench/method.ts';
import { quantileInterval } from '#statistics/quantile-interval.ts';
import { ascending, quantile } from '#statistics/quantiles.ts';
import { percentiles, type Measured, type NotMeasured } from '../gate.ts';

/** Below 5 samples, the median has no one-sided interval of 95 %: 0.5^4 > 0.05. */
const needs = { p50: 5, p90: samplesNeeded.p90, p95: samplesNeeded.p95 };

/** A percentile with its interval, from as many samples as R6 requires. */
export function percentileOf(times: readonly number[], percentile: keyof typeof percentiles): Measured | NotMeasured {
  const n = times.length;
  if (n < needs[percentile]) return { code: 'too-few-samples', facts: { n, needs: needs[percentile] } };
  const sorted = times.toSorted(ascending);
  const share = percentiles[percentile];
  return { value: quantile(sorted, share), interval: quantileInterval(sorted, share), n, metric: percentile };
}
