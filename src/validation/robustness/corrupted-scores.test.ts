import { expect, test } from 'vitest';
import type { CorruptionId } from './corruptions/index.ts';
import {
  averageByCorruption,
  computeMeanCorruptionError,
  scoreRobustness,
  type CorruptedScore,
} from './corrupted-scores.ts';
import { severities } from './severities.ts';

const scores = (corruption: CorruptionId, values: readonly number[]): CorruptedScore[] =>
  values.map((value, index) => ({
    corruption,
    severity: severities[index]!,
    score: { metric: 'top-1', value, n: 100, interval: [value - 0.1, value + 0.1] },
  }));
const own = [...scores('contrast', [0.8, 0.7, 0.6, 0.5, 0.4]), ...scores('jpeg', [0.9, 0.9, 0.8, 0.8, 0.6])];
const baseline = [...scores('contrast', [0.7, 0.6, 0.5, 0.4, 0.3]), ...scores('jpeg', [0.8, 0.8, 0.8, 0.8, 0.8])];

// Worked by hand from the formulas of Hendrycks and Dietterich, section 4.
test('the mean corruption error is relative to the errors of the baseline, corruption by corruption', () => {
  // contrast: 2.0 / 2.5 = 0.8; jpeg: 1.0 / 1.0 = 1.
  expect(computeMeanCorruptionError(own, baseline)).toBeCloseTo(0.9, 12);
});

test('without a baseline, the mean corruption error is the mean error', () => {
  expect(computeMeanCorruptionError(own)).toBeCloseTo((0.4 + 0.2) / 2, 12);
  expect([...averageByCorruption(own).values()].map((value) => value.toFixed(3))).toEqual(['0.600', '0.800']);
});

test('the score is null if the baseline made no errors, lacks a corruption, or nothing was scored', () => {
  expect(computeMeanCorruptionError(own, [...baseline.slice(0, 5), ...scores('jpeg', [1, 1, 1, 1, 1])])).toBeNull();
  expect(computeMeanCorruptionError(own, baseline.slice(0, 5))).toBeNull();
  expect(computeMeanCorruptionError([])).toBeNull();
});

test('the gate measures the mean fraction of the clean score that is preserved', () => {
  const clean = { metric: 'top-1', value: 0.875, n: 100, interval: [0.8, 0.95] as const };
  const figure = scoreRobustness(clean, own);
  expect(figure?.value).toBeCloseTo(0.7 / 0.875, 12);
  expect(figure?.interval?.map((end) => end.toFixed(4))).toEqual([(0.6 / 0.95).toFixed(4), (0.8 / 0.8).toFixed(4)]);
  expect(scoreRobustness({ ...clean, interval: null }, own)?.interval).toBeNull();
  expect(scoreRobustness({ ...clean, value: 0 }, own)).toBeNull();
});
