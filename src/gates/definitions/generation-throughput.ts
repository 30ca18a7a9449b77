import type { Gate } from '../gate.ts';
import { measurePercentile } from '../measure/measure-percentile.ts';
import { selectReliableTimes } from '../measure/reliable-times.ts';

/** Measures the generation speed of a language model in tokens per second, as the median over its answers (R20). */
export const generationThroughput: Gate = {
  unit: 'tokens-per-second',
  comparator: '>=',
  modelKind: 'text',
  isRelative: false,
  limit: { value: 5, source: 'mlperf-tokens' },
  minSamples: 5,
  measure({ candidate }) {
    const times = selectReliableTimes(candidate, candidate.tokenMs, 'no-tokens');
    const median = 'code' in times ? times : measurePercentile(times, 'p50');
    if ('code' in median) return median;
    const { value, interval, n } = median;
    const inverse =
      interval === 'exact' ? interval : { ...interval, low: 1000 / interval.high, high: 1000 / interval.low };
    return { value: 1000 / value, interval: inverse, n };
  },
};
