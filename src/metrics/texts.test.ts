import { expect, test } from 'vitest';
import { answerMetrics, answerOutcome } from './answers.ts';
import { errorRateMetrics, textOutcome } from './error-rate.ts';
import peer from './peers/texts.json' with { type: 'json' };

// Expected: jiwer 4 and SQuAD's own script, by peers/texts.py.
test('substitutions, deletions and insertions of 61 texts match jiwer', () => {
  for (const { truth, hypothesis, words, plainWords, characters } of peer.texts) {
    expect(textOutcome(hypothesis, truth)).toEqual({ words, characters });
    expect(textOutcome(hypothesis, truth, 'lower-case-no-punctuation').words).toEqual(plainWords);
  }
});

test.each(errorRateMetrics)('$id of all texts matches jiwer', ({ id, compute }) => {
  const outcomes = peer.texts.map(({ truth, hypothesis }) => textOutcome(hypothesis, truth));
  expect(compute(outcomes)).toBeCloseTo(peer.scores[id as keyof typeof peer.scores], 12);
});

test('without any word of truth, no error rate is defined', () => {
  expect(errorRateMetrics.map(({ compute }) => compute([textOutcome('ab', '')]))).toEqual([null, null]);
});

test.each(peer.answers)('the answer "$answer" for "$truth" is scored as by SQuAD', ({ answer, truth, isExact, f1 }) => {
  expect(answerOutcome(answer, truth)).toEqual({ isExact, f1: expect.closeTo(f1, 12) });
});

test('exact match and F1 of a set are means over its answers', () => {
  const outcomes = peer.answers.map(({ answer, truth }) => answerOutcome(answer, truth));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(answerMetrics.map(({ compute }) => compute(outcomes))).toEqual([
    expect.closeTo(mean(peer.answers.map(({ isExact }) => Number(isExact))), 12),
    expect.closeTo(mean(peer.answers.map(({ f1 }) => f1)), 12),
  ]);
});
