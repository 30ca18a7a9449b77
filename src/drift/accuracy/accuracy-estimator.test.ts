import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import values from '../reference-values/accuracy.json' with { type: 'json' };
import { chooseMethod, estimateAccuracy, fitAccuracyEstimator, fitConfidence } from './accuracy-estimator.ts';
import type { LabelledConfidence } from './calibrated-confidence.ts';
import { computePastErrors } from './past-errors.ts';

// Expected values computed with SciPy and NumPy by reference-values/accuracy.py.
describe.each(values.cases)('with $labelled.length labelled items', ({ labelled, inputs, ...expected }) => {
  test('the temperature and threshold match SciPy', () => {
    const fit = fitConfidence(labelled);
    expect(fit.temperature).toBeCloseTo(expected.temperature, 5);
    expect(fit.threshold).toBeCloseTo(expected.threshold, 6);
  });

  test('both estimates of inputs without labels match NumPy', () => {
    const estimates = estimateAccuracy(fitConfidence(labelled), inputs);
    expect(estimates['average-confidence']).toBeCloseTo(expected.averageConfidence, 6);
    expect(estimates['thresholded-confidence']).toBeCloseTo(expected.thresholdedConfidence, 10);
  });
});

/** Simulates a calibrated classifier of two classes: its confidence is the probability that it is right. */
function simulate(count: number, seed: number): readonly LabelledConfidence[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, () => {
    const confidence = 0.5 + random() / 2;
    const isCorrect = random() < confidence;
    const probabilities = [confidence, 1 - confidence];
    return { probabilities, truthProbability: isCorrect ? confidence : 1 - confidence, isCorrect };
  });
}

test('held-out errors are those of a calibrated model, and the method with the smaller one is chosen', () => {
  const estimator = fitAccuracyEstimator(simulate(1_000, 1))!;
  expect(estimator).toMatchObject({ items: 1_000, heldOutItems: 500 });
  expect(estimator.temperature).toBeGreaterThan(0.8);
  expect(estimator.temperature).toBeLessThan(1.25);
  expect(estimator.accuracy).toBeCloseTo(0.75, 1);
  // The accuracy of 500 items has a standard error of 0.019, to which the error of the fit adds.
  for (const { mean, max } of Object.values(estimator.heldOut)) {
    expect(mean).toBeGreaterThan(0.005);
    expect(mean).toBeLessThan(0.035);
    expect(max).toBeGreaterThanOrEqual(mean);
  }
  const isAverageBetter =
    estimator.heldOut['average-confidence'].mean < estimator.heldOut['thresholded-confidence'].mean;
  expect(chooseMethod(estimator)).toBe(isAverageBetter ? 'average-confidence' : 'thresholded-confidence');
  expect(fitAccuracyEstimator(simulate(1_000, 1))).toEqual(estimator);
});

test('inputs that the model is unsure of have a lower estimated accuracy', () => {
  const estimator = fitAccuracyEstimator(simulate(1_000, 1))!;
  const unsure = estimateAccuracy(
    estimator,
    Array.from({ length: 50 }, () => [0.55, 0.45]),
  );
  expect(unsure['average-confidence']).toBeLessThan(0.6);
  expect(unsure['thresholded-confidence']).toBe(0);
});

describe('nothing is fitted', () => {
  test('on fewer than 40 labelled items', () => {
    expect(fitAccuracyEstimator(simulate(39, 1))).toBeNull();
  });

  test('on the scores of labels that do not exclude each other', () => {
    const independent = { probabilities: [0.9, 0.8, 0.7], truthProbability: 0.9, isCorrect: true };
    expect(fitAccuracyEstimator(Array.from({ length: 50 }, () => independent))).toBeNull();
  });
});

test('fitted on items that are all right or all wrong, the thresholded estimate is 1 or 0', () => {
  const [items] = [simulate(50, 2)];
  const right = items.map((item) => ({ ...item, isCorrect: true, truthProbability: item.probabilities[0]! }));
  const wrong = items.map((item) => ({ ...item, isCorrect: false, truthProbability: item.probabilities[1]! }));
  const inputs = items.map(({ probabilities }) => probabilities);
  expect(estimateAccuracy(fitConfidence(right), inputs)['thresholded-confidence']).toBe(1);
  expect(estimateAccuracy(fitConfidence(wrong), inputs)['thresholded-confidence']).toBe(0);
});

test('estimates are compared with the labels of each 20 consecutive inputs', () => {
  const fit = { temperature: 1, threshold: 0.75 };
  const inputs = Array.from({ length: 45 }, (_, index) => ({
    atMs: index,
    probabilities: index % 2 === 0 ? [0.9, 0.1] : [0.6, 0.4],
    isCorrect: index < 20 || index % 4 === 0,
  }));
  const errors = computePastErrors(fit, inputs);
  expect(errors).toHaveLength(2);
  expect(errors[0]).toMatchObject({ fromMs: 0, toMs: 19, items: 20, accuracy: 1 });
  expect(errors[0]!.estimates['average-confidence']).toBeCloseTo(0.75, 12);
  expect(errors[1]).toMatchObject({ fromMs: 20, accuracy: 0.25, estimates: { 'thresholded-confidence': 0.5 } });
  expect(errors[1]!.interval[0]).toBeGreaterThan(0.1);
});
