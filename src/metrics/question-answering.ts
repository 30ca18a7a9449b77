import type { Metric } from '#core/task/evaluation.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** The agreement of an answer with the expected one. */
export interface AnswerOutcome {
  readonly isExact: boolean;
  /** The harmonic mean of the precision and recall of its words, 0 to 1. */
  readonly f1: number;
  /** Whether the answer contains the expected words in order, e.g. a sentence that contains the expected name. */
  readonly containsExpected: boolean;
  readonly answer: string;
}

/** Compares answers like SQuAD 1.1's evaluation, ignoring case, punctuation, English articles and extra spaces. */
export function createAnswerOutcome(answer: string, truth: string): AnswerOutcome {
  const [actual, expected] = [normaliseWords(answer), normaliseWords(truth)];
  const remainingWords = new Map<string, number>();
  for (const word of expected) remainingWords.set(word, (remainingWords.get(word) ?? 0) + 1);
  let commonCount = 0;
  for (const word of actual) {
    const remainingCount = remainingWords.get(word) ?? 0;
    if (remainingCount === 0) continue;
    remainingWords.set(word, remainingCount - 1);
    commonCount++;
  }
  return {
    isExact: actual.join(' ') === expected.join(' '),
    f1: commonCount === 0 ? 0 : (2 * commonCount) / (actual.length + expected.length),
    containsExpected: expected.length > 0 && ` ${actual.join(' ')} `.includes(` ${expected.join(' ')} `),
    answer,
  };
}

function normaliseWords(text: string): string[] {
  const normalised = text
    .toLowerCase()
    .replaceAll(/[!-/:-@[-`{-~]/g, '') // ASCII punctuation
    .replaceAll(/(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu, ' '); // like Python's \b, which supports all letters
  return normalised.split(/\s+/).filter((word) => word !== '');
}

export const answerMetrics: readonly Metric<AnswerOutcome>[] = [
  {
    ...defineFractionMetric('exact-match', ({ isExact }) => isExact),
    isSame: (a, b) => a.answer === b.answer,
  },
  defineRatioMetric('token-f1', { numerator: ({ f1 }) => f1 }),
  defineFractionMetric('contains-answer', ({ containsExpected }) => containsExpected),
];

function defineFractionMetric(id: string, isCorrect: (outcome: AnswerOutcome) => boolean): Metric<AnswerOutcome> {
  return {
    id,
    compute: (outcomes) => (outcomes.length === 0 ? null : outcomes.filter(isCorrect).length / outcomes.length),
    isCorrect,
  };
}
