import { expect, test } from 'vitest';
import type { TokenPrediction } from '#core/engine/text-session.ts';
import { compareWindows, languageModelMetrics, listPerplexityWindows, createWindowOutcome } from './language-model.ts';
import { computeLogSoftmax } from './log-probabilities.ts';
import reference from './reference-values/arrays.json' with { type: 'json' };

const computeScores = (outcomes: Parameters<(typeof languageModelMetrics)[number]['compute']>[0]) =>
  Object.fromEntries(languageModelMetrics.map(({ id, compute }) => [id, compute(outcomes)]));

test('perplexity and next-token agreement of 12 tokens match SciPy', () => {
  // Expected values are from SciPy (reference-values/arrays.py).
  const { base, candidate, next, scores } = reference.logits;
  const predictions = (logits: readonly (readonly number[])[]): TokenPrediction[] =>
    logits.map((row, index) => ({
      logProbability: computeLogSoftmax(row)[next[index]!]!,
      topToken: row.indexOf(Math.max(...row)),
    }));
  const [a, b] = [createWindowOutcome(predictions(candidate)), createWindowOutcome(predictions(base))];
  expect(computeScores([compareWindows(a, b)])).toEqual({
    perplexity: expect.closeTo(scores.perplexity, 12),
    'next-token-agreement': scores['next-token-agreement'],
  });
  expect(computeScores([a])['next-token-agreement']).toBeNull();
});

test('the perplexity of uniform predictions over 7 tokens is 7 for windows of any length', () => {
  const window = (tokens: number) =>
    createWindowOutcome(Array.from({ length: tokens }, () => ({ logProbability: -Math.log(7), topToken: 0 })));
  expect(computeScores([window(3), window(50)])['perplexity']).toBeCloseTo(7, 12);
});

test('lists windows as llama.cpp does: 2 of 8 tokens in 20, each scored after its first half', () => {
  // Derived by hand from llama.cpp's `perplexity`: first = n_ctx / 2, and logits first to n_ctx - 2 predict the next
  // token.
  expect(listPerplexityWindows(20, 8)).toEqual([
    { start: 0, end: 8, scoredFrom: 5 },
    { start: 8, end: 16, scoredFrom: 13 },
  ]);
});
