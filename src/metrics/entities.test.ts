import { expect, test } from 'vitest';
import { createEntityOutcome, entityMetrics } from './entities.ts';
import reference from './reference-values/entities.json' with { type: 'json' };

test.each(reference)('the scores of $scheme are those of seqeval', ({ sentences, scores }) => {
  const outcomes = sentences.map(({ actual, expected }) => createEntityOutcome(actual, expected));
  for (const { id, compute } of entityMetrics)
    expect(compute(outcomes)).toBeCloseTo(scores[id as keyof typeof scores], 12);
});

test('without an entity in tags and predictions, only the accuracy of words is defined', () => {
  const outcomes = [createEntityOutcome(['O', 'O'], ['O', 'O'])];
  expect(entityMetrics.map(({ compute }) => compute(outcomes))).toEqual([null, null, null, 1]);
});
