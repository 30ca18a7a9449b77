import { expect, test } from 'vitest';
import { answerMetrics, answerOutcome } from './question-answering.ts';
import reference from './reference-values/texts.json' with { type: 'json' };

// Expected: SQuAD 1.1's own script, by reference-values/texts.py.
test.each(reference.answers)(
  'the answer "$answer" for "$truth" is scored as by SQuAD',
  ({ answer, truth, isExact, f1 }) => {
    expect(answerOutcome(answer, truth)).toMatchObject({ isExact, f1: expect.closeTo(f1, 12) });
  },
);

test('exact match and F1 of a dataset are means over its answers', () => {
  const outcomes = reference.answers.map(({ answer, truth }) => answerOutcome(answer, truth));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(answerMetrics.map(({ compute }) => compute(outcomes))).toEqual([
    expect.closeTo(mean(reference.answers.map(({ isExact }) => Number(isExact))), 12),
    expect.closeTo(mean(reference.answers.map(({ f1 }) => f1)), 12),
    2 / 7, // by hand: the first two answers are within the sentences
  ]);
});

test('a word that ends in an article is not shortened, whatever its letters', () => {
  // Python's re agrees: \b is no boundary between "é" and "a".
  expect(answerOutcome('Léa', 'Lé').isExact).toBe(false);
  expect(answerOutcome('the Léa', 'Léa').isExact).toBe(true);
});

test('an answer contains the expected one only as whole words, in order', () => {
  // Computed by hand, after SQuAD's normalisation.
  const contains = (answer: string, truth: string) => answerOutcome(answer, truth).contains;
  expect(contains('It was built in Paris, France.', 'paris france')).toBe(true);
  expect(contains('parisian', 'Paris')).toBe(false);
  expect(contains('France, Paris', 'paris france')).toBe(false);
  expect(contains('anything', 'the')).toBe(false); // nothing is left of it
});
