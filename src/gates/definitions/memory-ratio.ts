import type { Gate } from '../gate.ts';

/** Measures the peak memory in use as a fraction of the baseline's, from the same source. */
export const memoryRatio: Gate = {
  unit: 'ratio',
  comparator: '<=',
  isRelative: true,
  limit: { value: 0.5, source: 'own-choice' },
  measure({ candidate, baseline }) {
    if (!baseline) return { code: 'no-baseline' };
    if (candidate.memoryBytes === undefined || baseline.memoryBytes === undefined) return { code: 'no-memory' };
    return { value: candidate.memoryBytes / baseline.memoryBytes, interval: 'exact', n: 1 };
  },
};
