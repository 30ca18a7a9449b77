import type { Metric } from '#core/task/evaluation.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** How well an answer agrees with the expected one. */
export interface AnswerOutcome {
  readonly isExact: boolean;
  /** The harmonic mean of the precision and recall of its words, 0 to 1. */
  readonly f1: number;
  /** Whether its words contain all of the expected ones, in order: the answer of a sentence instead of a name. */
  readonly contains: boolean;
  readonly answer: string;
}

/** Compares answers as SQuAD 1.1's evaluation does: without case, punctuation, English articles and extra spaces. */
export function answerOutcome(answer: string, truth: string): AnswerOutcome {
  const [actual, expected] = [normaliseWords(answer), normaliseWords(truth)];
  const remainingWords = new Map<string, number>();
  for (const word of expected) remainingWords.set(word, (remainingWords.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of actual) {
    const rest = remainingWords.get(word) ?? 0;
    if (rest === 0) continue;
    remainingWords.set(word, rest - 1);
    common++;
  }
  return {
    isExact: actual.join(' ') === expected.join(' '),
    f1: common === 0 ? 0 : (2 * common) / (actual.length + expected.length),
    contains: expected.length > 0 && ` ${actual.join(' ')} `.includes(` ${expected.join(' ')} `),
    answer,
  };
}

function normaliseWords(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replaceAll(/[!-/:-@[-`{-~]/g, '') // ASCII punctuation
    .replaceAll(/(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu, ' '); // Python's \b knows all letters
  return plain.split(/\s+/).filter((word) => word !== '');
}

export const answerMetrics: readonly Metric<AnswerOutcome>[] = [
  {
    ...defineFraction('exact-match', ({ isExact }) => isExact),
    isSame: (a, b) => a.answer === b.answer,
  },
  defineRatioMetric('token-f1', { numerator: ({ f1 }) => f1 }),
  defineFraction('contains-answer', ({ contains }) => contains),
];

function defineFraction(id: string, isCorrect: (outcome: AnswerOutcome) => boolean): Metric<AnswerOutcome> {
  return {
    id,
    compute: (outcomes) => (outcomes.length === 0 ? null : outcomes.filter(isCorrect).length / outcomes.length),
    isCorrect,
  };
}
