import { measurePercentile } from '../measure/measure-percentile.ts';
import type { Gate } from '../gate.ts';
import { selectReliableTimes } from '../measure/reliable-times.ts';

/** Measures a percentile of the time of one inference. */
export const latency: Gate = {
  unit: 'ms',
  comparator: '<=',
  modelKind: 'tensor',
  isRelative: false,
  limit: { value: 100, source: 'rail-response' },
  minSamples: 5,
  sampledBy: 'timed-item',
  options: ['percentile'],
  measure({ candidate }, { percentile = 'p50' }) {
    const times = selectReliableTimes(candidate, candidate.latenciesMs, 'no-times');
    return 'code' in times ? times : measurePercentile(times, percentile);
  },
};
