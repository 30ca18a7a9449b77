import { expect, test } from 'vitest';
import reference from './reference-values/arrays.json' with { type: 'json' };
import { similarityMetrics } from './text-similarity.ts';

// Expected values are from SciPy (reference-values/arrays.py), unless noted otherwise.
const { pairs } = reference;

test.each(similarityMetrics)('$id of pairs with ties matches SciPy', ({ id, compute }) => {
  const outcomes = pairs.truth.map((truth, index) => ({ truth, predicted: pairs.predicted[index]! }));
  expect(compute(outcomes)).toBeCloseTo(pairs.scores[id as keyof typeof pairs.scores], 12);
});

test('defines no correlation with a constant', () => {
  const outcomes = [1, 2, 3].map((truth) => ({ truth, predicted: 0.5 }));
  expect(similarityMetrics.map(({ compute }) => compute(outcomes))).toEqual([null, null]);
});
