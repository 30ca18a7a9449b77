import { expect, test } from 'vitest';
import { answerMetrics, createAnswerOutcome } from './question-answering.ts';
import reference from './reference-values/texts.json' with { type: 'json' };

// Expected values are from SQuAD 1.1's evaluation script (reference-values/texts.py).
test.each(reference.answers)(
  'scores the answer "$answer" for "$truth" as SQuAD does',
  ({ answer, truth, isExact, f1 }) => {
    expect(createAnswerOutcome(answer, truth)).toMatchObject({ isExact, f1: expect.closeTo(f1, 12) });
  },
);

test('averages exact match and F1 over the answers of a dataset', () => {
  const outcomes = reference.answers.map(({ answer, truth }) => createAnswerOutcome(answer, truth));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(answerMetrics.map(({ compute }) => compute(outcomes))).toEqual([
    expect.closeTo(mean(reference.answers.map(({ isExact }) => Number(isExact))), 12),
    expect.closeTo(mean(reference.answers.map(({ f1 }) => f1)), 12),
    2 / 7, // by hand: the first two answers are within the sentences
  ]);
});

test('does not shorten a word that ends in an article', () => {
  // Python's re agrees: \b is no boundary between "é" and "a".
  expect(createAnswerOutcome('Léa', 'Lé').isExact).toBe(false);
  expect(createAnswerOutcome('the Léa', 'Léa').isExact).toBe(true);
});

test('finds the expected answer only as whole words in order', () => {
  // Computed by hand, after SQuAD's normalisation.
  const contains = (answer: string, truth: string) => createAnswerOutcome(answer, truth).containsExpected;
  expect(contains('It was built in Paris, France.', 'paris france')).toBe(true);
  expect(contains('parisian', 'Paris')).toBe(false);
  expect(contains('France, Paris', 'paris france')).toBe(false);
  expect(contains('anything', 'the')).toBe(false); // empty after normalisation
});
