import { expect, test } from 'vitest';
import type { CorruptionId } from './corruptions/index.ts';
import {
  averageByCorruption,
  computeMeanCorruptionError,
  computeRobustnessScore,
  type CorruptedScore,
} from './corrupted-scores.ts';
import { severities } from './severities.ts';

const createScores = (corruption: CorruptionId, values: readonly number[]): CorruptedScore[] =>
  values.map((value, index) => ({
    corruption,
    severity: severities[index]!,
    score: { metric: 'top-1', value, n: 100, interval: [value - 0.1, value + 0.1] },
  }));
const candidateScores = [
  ...createScores('contrast', [0.8, 0.7, 0.6, 0.5, 0.4]),
  ...createScores('jpeg', [0.9, 0.9, 0.8, 0.8, 0.6]),
];
const baselineScores = [
  ...createScores('contrast', [0.7, 0.6, 0.5, 0.4, 0.3]),
  ...createScores('jpeg', [0.8, 0.8, 0.8, 0.8, 0.8]),
];

// Computed by hand from the formulas of Hendrycks and Dietterich, section 4.
test('the mean corruption error is relative to the errors of the baseline for each corruption', () => {
  // contrast: 2.0 / 2.5 = 0.8; jpeg: 1.0 / 1.0 = 1.
  expect(computeMeanCorruptionError(candidateScores, baselineScores)).toBeCloseTo(0.9, 12);
});

test('without a baseline, the mean corruption error is the mean error', () => {
  expect(computeMeanCorruptionError(candidateScores)).toBeCloseTo((0.4 + 0.2) / 2, 12);
  expect([...averageByCorruption(candidateScores).values()].map((value) => value.toFixed(3))).toEqual([
    '0.600',
    '0.800',
  ]);
});

test('the mean corruption error is null if there are no scores, or no errors of the baseline', () => {
  expect(
    computeMeanCorruptionError(candidateScores, [
      ...baselineScores.slice(0, 5),
      ...createScores('jpeg', [1, 1, 1, 1, 1]),
    ]),
  ).toBeNull();
  expect(computeMeanCorruptionError(candidateScores, baselineScores.slice(0, 5))).toBeNull();
  expect(computeMeanCorruptionError([])).toBeNull();
});

test('the robustness score is the mean corrupted score as a fraction of the clean score', () => {
  const clean = { metric: 'top-1', value: 0.875, n: 100, interval: [0.8, 0.95] as const };
  const robustness = computeRobustnessScore(clean, candidateScores);
  expect(robustness?.value).toBeCloseTo(0.7 / 0.875, 12);
  expect(robustness?.interval?.map((end) => end.toFixed(4))).toEqual([(0.6 / 0.95).toFixed(4), (0.8 / 0.8).toFixed(4)]);
  expect(computeRobustnessScore({ ...clean, interval: null }, candidateScores)?.interval).toBeNull();
  expect(computeRobustnessScore({ ...clean, value: 0 }, candidateScores)).toBeNull();
});
