import { expect, test } from 'vitest';
import {
  hasFewDistinct,
  mean,
  meanInterval95,
  median,
  medianAbsoluteDeviation,
  medianRatioInterval95,
  quantile,
  relativeSpread,
  studentT975,
  summarise,
} from './statistics.ts';

// Expected numbers: numpy 2.4.6 and scipy 1.17.1 (np.median, np.percentile, stats.median_abs_deviation, stats.sem,
// stats.t.ppf), unless noted otherwise.
const ten = [12.1, 11.9, 12.4, 30.2, 12.0, 12.2, 11.8, 12.3, 12.6, 12.05];
const many = Array.from({ length: 130 }, (_, i) => ((i * 37) % 101) / 10 + 5);

test('median, MAD, mean and quantiles match numpy and scipy', () => {
  expect(median(ten)).toBeCloseTo(12.15, 12);
  expect(medianAbsoluteDeviation(ten)).toBeCloseTo(0.2, 12);
  expect(mean(ten)).toBeCloseTo(13.955, 12);
  expect(
    quantile(
      ten.toSorted((a, b) => a - b),
      0.9,
    ),
  ).toBeCloseTo(14.36, 12);
  expect(medianAbsoluteDeviation(many)).toBeCloseTo(2.55, 12);
});

test('the relative spread is the interquartile range over the median, as in numpy', () => {
  // numpy: percentile(ten, [25, 50, 75]) is 12.0125, 12.15, 12.375
  expect(relativeSpread(ten)).toBeCloseTo((12.375 - 12.0125) / 12.15, 12);
});

test('the median of an empty list is NaN', () => {
  expect(median([])).toBeNaN();
});

test.each([
  [1, 12.706204736174694],
  [2, 4.302652729749462],
  [5, 2.5705818356363146],
  [8, 2.306004135204166],
  [9, 2.262157162798205],
  [10, 2.228138851986274],
  [29, 2.045229642132703],
  [129, 1.9785244914792577],
  [1000, 1.9623390808264083],
])('the quantile t(0.975) with %i degrees of freedom matches scipy', (freedom, expected) => {
  expect(Math.abs(studentT975(freedom) / expected - 1)).toBeLessThan(1e-5);
});

test('the 95 % interval of a mean matches scipy, and is null for one sample', () => {
  expect(meanInterval95(ten)).toBeCloseTo(4.086743075380721, 4);
  expect(meanInterval95(many)).toBeCloseTo(0.5093254543722568, 6);
  expect(meanInterval95([5])).toBeNull();
});

test('R6: percentiles are reported only with enough samples', () => {
  const few = summarise(many.slice(0, 64), 1);
  expect(few.p90).toHaveProperty('ms');
  expect(few.p95).toEqual({ needs: 130 });
  expect(summarise(many.slice(0, 63), 1).p90).toEqual({ needs: 64 });
  const enough = summarise(many, 1);
  expect(enough.p90).toEqual({ ms: 14 });
  expect(enough.p95).toHaveProperty('ms', expect.closeTo(14.455, 12));
  expect(enough.p99).toEqual({ needs: 662 });
});

test('R7, R14: voided samples stay in the list but are excluded from the statistics', () => {
  const figures = summarise(ten, 1, [3]);
  expect(figures.samplesMs).toHaveLength(10);
  expect(figures.n).toBe(9);
  expect(figures.maxMs).toBe(12.6);
});

test('R11: samples with few distinct values are detected', () => {
  expect(hasFewDistinct(Array.from({ length: 30 }, (_, i) => (i % 3) / 10))).toBe(true);
  expect(hasFewDistinct(many)).toBe(false);
});

// Expected: 200,000 plain resamples of the same numbers with numpy's generator, seed 7.
test.each([
  {
    what: '31 and 30 samples',
    a: Array.from({ length: 31 }, (_, i) => 50 + ((i * 7) % 13) * 0.5),
    b: Array.from({ length: 30 }, (_, i) => 27 + ((i * 5) % 11) * 0.4),
    low: 1.75675676,
    high: 1.88811189,
  },
  {
    what: '9 and 8 samples',
    a: Array.from({ length: 9 }, (_, i) => 1 + ((i * 7919) % 1000) / 1000),
    b: Array.from({ length: 8 }, (_, i) => 1.02 + ((i * 104729) % 997) / 1000),
    low: 1.1516184,
    high: 1.58574007,
  },
])('R8: the bootstrap interval of a ratio of medians, $what', ({ a, b, low, high }) => {
  const interval = medianRatioInterval95(a, b);
  expect(Math.abs(interval.low / low - 1)).toBeLessThan(0.015);
  expect(Math.abs(interval.high / high - 1)).toBeLessThan(0.015);
  expect(medianRatioInterval95(a, b)).toEqual(interval);
});
