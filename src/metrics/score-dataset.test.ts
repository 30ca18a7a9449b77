import { expect, test } from 'vitest';
import type { Metric } from '#core/task/evaluation.ts';
import { createSeededRandom } from '#core/random.ts';
import { drawNormalVariate } from '#statistics/normal-variate.ts';
import { scoreDataset } from './score-dataset.ts';

const meanValue: Metric<number> = {
  id: 'mean',
  compute: (values) => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length),
};
const fractionPositive: Metric<number> = {
  id: 'positive',
  compute: (values) => values.filter((value) => value > 0).length / values.length,
  isCorrect: (value) => value > 0,
};

const meanOfPositive: Metric<number> = {
  id: 'mean-of-positive',
  compute: (values) => meanValue.compute(values.filter((value) => value > 0)),
};

function drawNormals(count: number, seed: number): number[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, () => drawNormalVariate(random));
}

test('the bootstrap interval of a mean is the normal interval, 1.96 standard errors', () => {
  const values = drawNormals(400, 3);
  const [score] = scoreDataset(values, [meanValue]);
  const mean = meanValue.compute(values)!;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const halfWidth = (1.96 * deviation) / Math.sqrt(values.length);
  expect(score).toMatchObject({ metric: 'mean', n: 400, value: mean });
  expect(score!.interval![0]).toBeCloseTo(mean - halfWidth, 1.8);
  expect(score!.interval![1]).toBeCloseTo(mean + halfWidth, 1.8);
});

test('the interval contains the true mean in about 95% of 100 sets of 50 items', () => {
  const intervals = Array.from(
    { length: 100 },
    (_, seed) => scoreDataset(drawNormals(50, seed + 1), [meanValue])[0]!.interval!,
  );
  const coverage = intervals.filter(([low, high]) => low <= 0 && high >= 0).length / intervals.length;
  expect(coverage).toBeGreaterThan(0.88); // binomial: at most 0.88 in 1 of 230 cases
});

test('uses the Wilson interval for a proportion, which has a width even if all items are correct', () => {
  const [score] = scoreDataset(drawNormals(50, 1).map(Math.abs), [fractionPositive]);
  // scipy 1.17.1: binomtest(50, 50).proportion_ci(method='wilson')
  expect(score).toEqual({ metric: 'positive', value: 1, n: 50, interval: [expect.closeTo(0.9286524008666412, 12), 1] });
});

test('omits a metric that is undefined for the outcomes', () => {
  expect(scoreDataset([], [meanValue])).toEqual([]);
});

test.each([
  ['fewer than 20 items', 'too-few-items', meanValue, drawNormals(19, 1)],
  ['items that do not vary', 'no-variation', meanValue, Array.from({ length: 50 }, () => 2)],
  // A third of the resamples have none of the one item that defines the metric.
  [
    'a metric that is defined for few items',
    'undefined-resamples',
    meanOfPositive,
    [1, ...Array.from({ length: 49 }, () => -1)],
  ],
] as const)('returns no interval for %s', (_, noInterval, metric, values) => {
  expect(scoreDataset(values, [metric])[0]).toMatchObject({ interval: null, noInterval });
});

test('equal outcomes have equal intervals, with or without a resampler', () => {
  const values = drawNormals(60, 5);
  const resampler = (outcomes: readonly number[]) => (counts: Readonly<Uint32Array>) =>
    outcomes.reduce((sum, value, item) => sum + value * counts[item]!, 0) / outcomes.length;
  const [plain] = scoreDataset(values, [meanValue]);
  const [resampled] = scoreDataset(values, [{ ...meanValue, createResampler: resampler }]);
  expect(scoreDataset(values, [meanValue])).toEqual([plain]);
  expect(resampled!.interval![0]).toBeCloseTo(plain!.interval![0], 12);
});
