import type { Gate } from '../gate.ts';
import { measureScore } from '../measure/measured-score.ts';
import { findScore } from '../measure/find-score.ts';

/** Measures an error on the labelled dataset, e.g. the word error rate. */
export const errorRate: Gate = {
  unit: 'fraction',
  comparator: '<=',
  isRelative: false,
  limit: { value: 0.1, source: 'own-choice' },
  minSamples: 20,
  sampledBy: 'item',
  options: ['metric'],
  measure({ candidate }, { metric }) {
    const score = findScore(candidate.scores, metric);
    if ('code' in score) return score;
    if (score.metric === 'perplexity') return { code: 'metric-is-not-fraction', facts: { metric: score.metric } };
    return score.isError ? measureScore(score) : { code: 'metric-is-not-error', facts: { metric: score.metric } };
  },
};
