import { expect, test } from 'vitest';
import values from './reference-values/scipy-values.json' with { type: 'json' };
import { estimateTheilSenSlope } from './theil-sen.ts';

// Expected: scipy 1.17.1, stats.theilslopes(values, times, alpha=0.9) on the same series.
test.each([
  [1, 20, 0, -0.006940552889383738, -0.04454685667760927, 0.033244288499567884],
  [2, 20, 0.3, 0.30284578621176755, 0.2623100166780245, 0.3386625941786304],
  [3, 60, 0.05, 0.05003273476144414, 0.04415513895204497, 0.05627193468185985],
  [4, 11, -0.4, -0.36856590393368166, -0.4556812101996381, -0.2657727566813295],
])('the trend of series %i matches scipy', (phase, n, perUnit, slope, low, high) => {
  const times = Array.from({ length: n }, (_, index) => index * 10);
  const values = times.map((time, i) => 50 + perUnit * time + 7 * Math.sin(i * 2.3 + phase));
  const trend = estimateTheilSenSlope(times, values)!;
  expect(trend.slope).toBeCloseTo(slope, 12);
  expect(trend.interval[0]).toBeCloseTo(low, 12);
  expect(trend.interval[1]).toBeCloseTo(high, 12);
});

test('returns no trend for four values', () => {
  expect(estimateTheilSenSlope([0, 1, 2, 3], [1, 2, 3, 4])).toBeNull();
});

// Expected: SciPy and pymannkendall, by reference-values/scipy-values.py.
test.each(values.trends)('the slope and p of $values.length values match SciPy and pymannkendall', (expected) => {
  const trend = estimateTheilSenSlope(expected.times, expected.values, 0.025)!;
  expect(trend.slope).toBeCloseTo(expected.slope, 10);
  expect(trend.interval).toEqual(expected.interval.map((bound): unknown => expect.closeTo(bound, 10)));
  expect(trend.p).toBeCloseTo(expected.p, 8);
});
