import { expect, test } from 'vitest';
import { compareNextToken, nextTokenMetrics, perplexityMetrics, perplexityWindows } from './language-model.ts';
import reference from './reference-values/arrays.json' with { type: 'json' };

// Expected: SciPy, by reference-values/arrays.py, unless noted otherwise.
const { logits } = reference;

test.each(nextTokenMetrics)('$id of 12 tokens matches SciPy', ({ id, compute }) => {
  const tokens = logits.base.map((base, at) => compareNextToken(base, logits.candidate[at]!, logits.next[at]!));
  expect(compute(tokens)).toBeCloseTo(logits.scores[id as keyof typeof logits.scores], 12);
});

test('the perplexity of uniform guesses among 7 tokens is 7, whatever the lengths of the texts', () => {
  const text = (tokens: number) => ({ tokens, negativeLogLikelihood: tokens * Math.log(7) });
  expect(perplexityMetrics.map(({ compute }) => compute([text(3), text(50)]))).toEqual([expect.closeTo(7, 12)]);
});

test('windows of llama.cpp: 2 of 8 tokens in 20, each scored after its first half', () => {
  // Hand-worked from `perplexity` of llama.cpp: first = n_ctx / 2, and logits first to n_ctx - 2 predict the next token.
  expect(perplexityWindows(20, 8)).toEqual([
    { start: 0, end: 8, scoredFrom: 5 },
    { start: 8, end: 16, scoredFrom: 13 },
  ]);
});
