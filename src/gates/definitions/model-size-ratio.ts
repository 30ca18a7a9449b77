import type { Gate } from '../gate.ts';

/** Measures the size of the candidate's files as a fraction of the baseline's. */
export const modelSizeRatio: Gate = {
  unit: 'ratio',
  comparator: '<=',
  isRelative: true,
  limit: { value: 0.5, source: 'half-precision' },
  measure({ candidate, baseline }) {
    if (!baseline) return { code: 'no-baseline' };
    if (candidate.sizeBytes === null || baseline.sizeBytes === null) return { code: 'no-model-size' };
    return { value: candidate.sizeBytes / baseline.sizeBytes, interval: 'exact', n: 1 };
  },
};
