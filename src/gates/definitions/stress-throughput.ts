import type { Gate } from '../gate.ts';

/** Requests per second while more wait in the queue, as a share of those one at a time. */
export const stressThroughput: Gate = {
  unit: 'ratio',
  comparator: '>=',
  isRelative: false,
  limit: { value: 0.9, source: 'no-difference' },
  minSamples: 20,
  measure({ stress }) {
    if (!stress) return { code: 'no-stress-run' };
    return { value: stress.perSecond / stress.perSecondAlone, interval: null, n: stress.requests };
  },
};
