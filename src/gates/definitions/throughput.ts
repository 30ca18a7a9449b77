import { mean } from '#statistics/mean.ts';
import { bootstrapInterval } from '../measure/bootstrap-interval.ts';
import type { Gate } from '../gate.ts';
import { selectReliableTimes } from '../measure/reliable-times.ts';

/** Measures sequential inferences per second: the inverse of the mean time, which includes slow inferences. */
export const throughput: Gate = {
  unit: 'per-second',
  comparator: '>=',
  modelKind: 'tensor',
  isRelative: false,
  limit: { value: 30, source: 'frame-rate' },
  minSamples: 20,
  sampledBy: 'timed-item',
  measure({ candidate }) {
    const times = selectReliableTimes(candidate, candidate.latenciesMs, 'no-times');
    if ('code' in times) return times;
    return { value: computePerSecond(times), interval: bootstrapInterval(times, computePerSecond), n: times.length };
  },
};

function computePerSecond(times: readonly number[]): number {
  return 1000 / mean(times);
}
