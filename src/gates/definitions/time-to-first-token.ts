import type { Gate } from '../gate.ts';
import { measurePercentile } from '../measure/measure-percentile.ts';
import { selectReliableTimes } from '../measure/reliable-times.ts';

/** Measures the time to first token of a language model. */
export const timeToFirstToken: Gate = {
  unit: 'ms',
  comparator: '<=',
  modelKind: 'text',
  isRelative: false,
  limit: { value: 2000, source: 'mlperf-first-token' },
  minSamples: 5,
  options: ['percentile'],
  measure({ candidate }, { percentile = 'p50' }) {
    const times = selectReliableTimes(candidate, candidate.firstTokenMs, 'no-tokens');
    return 'code' in times ? times : measurePercentile(times, percentile);
  },
};
