import type { Gate } from '../gate.ts';
import { toOneSided95 } from '../measure/intervals.ts';
import { explainUnscored } from '../measure/unscored.ts';

/**
 * Measures the agreement with a reference: the fraction of items with the same result as on the baseline, or the cosine
 * between the outputs and those of a reference run of the same model (R22).
 */
export const agreement: Gate = {
  unit: 'fraction',
  comparator: '>=',
  isRelative: false,
  limit: { value: 0.9999, source: 'agreement-verdict' },
  measure({ candidate }) {
    if (!candidate.agreement) return { code: 'no-agreement' };
    const unscored = explainUnscored(candidate.agreement);
    if (unscored) return unscored;
    const { interval, unscored: _, ...measured } = candidate.agreement;
    return { ...measured, interval: interval === 'exact' ? interval : toOneSided95(interval) };
  },
};
