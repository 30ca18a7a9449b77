import type { Gate } from '../gate.ts';

/** All files of the model, as they are downloaded. */
export const modelSize: Gate = {
  unit: 'bytes',
  comparator: '<=',
  isRelative: false,
  limit: { value: 100_000_000, source: 'deployment-targets' },
  measure: ({ candidate }) => ({ value: candidate.sizeBytes, interval: 'exact', n: 1 }),
};
