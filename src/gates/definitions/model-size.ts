import type { Gate } from '../gate.ts';

/** All files of the model, as they are downloaded. */
export const modelSize: Gate = {
  unit: 'bytes',
  comparator: '<=',
  isRelative: false,
  limit: { value: 200_000_000, source: 'google-play' },
  measure: ({ candidate: { sizeBytes } }) =>
    sizeBytes === null ? { code: 'no-model-size' } : { value: sizeBytes, interval: 'exact', n: 1 },
};
