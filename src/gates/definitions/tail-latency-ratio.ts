import { samplesNeeded } from '#bench/method.ts';
import { compareAscending, quantile } from '#statistics/quantiles.ts';
import { bootstrapInterval } from '../measure/bootstrap-interval.ts';
import type { Gate } from '../gate.ts';
import { selectReliableTimes } from '../measure/reliable-times.ts';

/** Measures the 95th percentile of the time of one inference, divided by its median. */
export const tailLatencyRatio: Gate = {
  unit: 'ratio',
  comparator: '<=',
  modelKind: 'tensor',
  isRelative: false,
  limit: { value: 1.5, source: 'own-choice' },
  minSamples: samplesNeeded.p95,
  sampledBy: 'timed-item',
  measure({ candidate }) {
    const times = selectReliableTimes(candidate, candidate.latenciesMs, 'no-times');
    if ('code' in times) return times;
    return { value: computeTailRatio(times), interval: bootstrapInterval(times, computeTailRatio), n: times.length };
  },
};

function computeTailRatio(times: readonly number[]): number {
  const sorted = times.toSorted(compareAscending);
  return quantile(sorted, 0.95) / quantile(sorted, 0.5);
}
