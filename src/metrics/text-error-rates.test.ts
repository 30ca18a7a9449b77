import { expect, test } from 'vitest';
import { errorRateMetrics, createTextOutcome } from './text-error-rates.ts';
import reference from './reference-values/texts.json' with { type: 'json' };

function toEdits({ substitutions, deletions, insertions, length }: (typeof reference.texts)[number]['words']) {
  return { edits: substitutions + deletions + insertions, length };
}

// Expected values are from jiwer 4 (reference-values/texts.py), unless noted otherwise.
test('the edits of 61 texts match jiwer', () => {
  for (const { truth, hypothesis, words, plainWords, characters } of reference.texts) {
    expect(createTextOutcome(hypothesis, truth)).toEqual({ words: toEdits(words), characters: toEdits(characters) });
    expect(createTextOutcome(hypothesis, truth, 'lower-case-no-punctuation').words).toEqual(toEdits(plainWords));
  }
});

test.each(errorRateMetrics)('$id of all texts matches jiwer', ({ id, compute }) => {
  const outcomes = reference.texts.map(({ truth, hypothesis }) => createTextOutcome(hypothesis, truth));
  expect(compute(outcomes)).toBeCloseTo(reference.scores[id as keyof typeof reference.scores], 12);
});

test('defines no error rate without reference words', () => {
  expect(errorRateMetrics.map(({ compute }) => compute([createTextOutcome('ab', '')]))).toEqual([null, null]);
});
