import type { Gate } from '../gate.ts';
import { measureScore } from '../measure/measured-score.ts';
import { findScore } from '../measure/find-score.ts';

/**
 * Measures the perplexity of a language model on plain text. It depends on the text and on the tokens of the model, so
 * the default limit suits no particular text; `quality-ratio` compares it with a baseline's.
 */
export const perplexity: Gate = {
  unit: 'number',
  comparator: '<=',
  modelKind: 'text',
  isRelative: false,
  limit: { value: 20, source: 'own-choice' },
  minSamples: 20,
  sampledBy: 'item',
  measure({ candidate }) {
    const score = findScore(candidate.scores, 'perplexity');
    return 'code' in score ? score : measureScore(score);
  },
};
