import { expect, test } from 'vitest';
import { median, computeMedianAbsoluteDeviation, quantile, computeRelativeSpread } from './quantiles.ts';

// Expected numbers: numpy 2.4.6 and scipy 1.17.1 (np.median, np.percentile, stats.median_abs_deviation), unless noted
// otherwise.
const ten = [12.1, 11.9, 12.4, 30.2, 12.0, 12.2, 11.8, 12.3, 12.6, 12.05];
const many = Array.from({ length: 130 }, (_, i) => ((i * 37) % 101) / 10 + 5);

test('median, MAD and quantiles match numpy and scipy', () => {
  expect(median(ten)).toBeCloseTo(12.15, 12);
  expect(computeMedianAbsoluteDeviation(ten)).toBeCloseTo(0.2, 12);
  expect(
    quantile(
      ten.toSorted((a, b) => a - b),
      0.9,
    ),
  ).toBeCloseTo(14.36, 12);
  expect(computeMedianAbsoluteDeviation(many)).toBeCloseTo(2.55, 12);
});

test('the relative spread is the interquartile range over the median, as in numpy', () => {
  // numpy: percentile(ten, [25, 50, 75]) is 12.0125, 12.15, 12.375
  expect(computeRelativeSpread(ten)).toBeCloseTo((12.375 - 12.0125) / 12.15, 12);
});

test('the median of an empty list is NaN', () => {
  expect(median([])).toBeNaN();
});
