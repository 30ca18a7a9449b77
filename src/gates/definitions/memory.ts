import type { Gate } from '../gate.ts';

/** Measures the peak memory in use, if the engine reports it (R26). */
export const memory: Gate = {
  unit: 'bytes',
  comparator: '<=',
  isRelative: false,
  limit: { value: 2_000_000_000, source: 'own-choice' },
  measure({ candidate }) {
    if (candidate.memoryBytes === undefined) return { code: 'no-memory' };
    return { value: candidate.memoryBytes, interval: 'exact', n: 1 };
  },
};
