import { countWilsonTrials } from '#statistics/wilson.ts';
import type { Gate } from '../gate.ts';
import { measureScore } from '../measure/measured-score.ts';
import { findScore } from '../measure/find-score.ts';

/** Measures a score on the labelled dataset, e.g. top-1. */
export const quality: Gate = {
  unit: 'fraction',
  comparator: '>=',
  isRelative: false,
  limit: { value: 0.7, source: 'own-choice' },
  minSamples: 20,
  sampledBy: 'item',
  countItemsToPass: (limit) => (limit < 1 ? countWilsonTrials(limit) : 0),
  options: ['metric'],
  measure({ candidate }, { metric }) {
    const score = findScore(candidate.scores, metric);
    if ('code' in score) return score;
    return score.isError ? { code: 'metric-is-error', facts: { metric: score.metric } } : measureScore(score);
  },
};
