import type { Gate } from '../gate.ts';

/** Measures the size of all files of the model, as downloaded. */
export const modelSize: Gate = {
  unit: 'bytes',
  comparator: '<=',
  isRelative: false,
  limit: { value: 200_000_000, source: 'google-play' },
  measure: ({ candidate: { sizeBytes } }) =>
    sizeBytes === null ? { code: 'no-model-size' } : { value: sizeBytes, interval: 'exact', n: 1 },
};
