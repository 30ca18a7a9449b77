import type { Gate } from '../gate.ts';

/** The score on corrupted items as a share of that on clean ones, the mean of all corruptions and severities. */
export const robustness: Gate = {
  unit: 'share',
  comparator: '>=',
  isRelative: false,
  limit: { value: 0.8, source: 'own-choice' },
  minSamples: 20,
  measure: ({ robustness: suite }) => suite ?? { code: 'no-robustness-suite' },
};
