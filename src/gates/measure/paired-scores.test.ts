import { expect, test } from 'vitest';
import type { Metric } from '#core/task/evaluation.ts';
import { pairScores } from './paired-scores.ts';

const mean: Metric<number> = {
  id: 'mean',
  compute: (outcomes) =>
    outcomes.length === 0 ? null : outcomes.reduce((sum, value) => sum + value, 0) / outcomes.length,
};
const fraction: Metric<number> = { ...mean, id: 'fraction', isCorrect: (outcome) => outcome === 1 };
const missing: Metric<number> = { id: 'missing', compute: () => null };

const items = [
  { baseline: 1, candidate: 1 },
  { baseline: 1, candidate: 0 },
  { baseline: 0, candidate: 1 },
  { baseline: 0, candidate: 0 },
  { baseline: 1, candidate: 0 },
];

test('both models are scored on the same items, and a fraction counts which model is right', () => {
  const [first, second, ...others] = pairScores(items, [fraction, mean, missing]);
  expect(first).toMatchObject({
    metric: 'fraction',
    n: 5,
    baseline: 0.6,
    candidate: 0.4,
    counts: { both: 1, onlyBaseline: 2, onlyCandidate: 1, neither: 1 },
  });
  expect(second).not.toHaveProperty('counts');
  expect(others).toEqual([]);
});

test('a resample draws the same items for both models', () => {
  const [score] = pairScores(items, [mean]);
  expect(score!.resample!(Uint32Array.of(0, 3, 0, 2, 0))).toEqual([0.6, 0]);
  expect(score!.resample!(new Uint32Array(5))).toBeNull();
});

test('an item that the candidate failed on is wrong for a fraction, and reported for other metrics', () => {
  const failing = [...items, { baseline: 1, candidate: null }];
  const [first, second] = pairScores(failing, [fraction, mean]);
  // Computed by hand: the baseline has 4 of 6 right, the candidate 2.
  expect(first).toMatchObject({ n: 6, baseline: 4 / 6, candidate: 2 / 6, counts: { onlyBaseline: 3 } });
  expect(first).not.toHaveProperty('unscored');
  expect(second).toMatchObject({ n: 5, candidate: 0.4, unscored: { failed: 1, notRun: 0 } });
});
