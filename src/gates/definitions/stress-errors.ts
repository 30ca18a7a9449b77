import type { Gate } from '../gate.ts';

/** The share of requests that failed under load. */
export const stressErrors: Gate = {
  unit: 'share',
  comparator: '<=',
  isRelative: false,
  limit: { value: 0, source: 'none-allowed' },
  minSamples: 20,
  measure({ stress }) {
    if (!stress) return { code: 'no-stress-run' };
    return { value: stress.failed / stress.requests, interval: null, n: stress.requests };
  },
};
