import type { Gate } from '../gate.ts';
import { toOneSided95 } from '../measure/intervals.ts';

/**
 * Measures the score on corrupted items as a fraction of that on clean ones: the mean over all corruptions and
 * severities.
 */
export const robustness: Gate = {
  unit: 'fraction',
  comparator: '>=',
  isRelative: false,
  limit: { value: 0.8, source: 'own-choice' },
  minSamples: 20,
  measure({ robustness: suite }) {
    if (!suite) return { code: 'no-robustness-suite' };
    const { metric, value, n, interval } = suite;
    if (!interval) return { code: 'no-interval', facts: { metric, why: 'unknown' } };
    return { value, n, interval: toOneSided95(interval) };
  },
};
