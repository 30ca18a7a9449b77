import { expect, test } from 'vitest';
import { findQuantileInterval } from './quantile-interval.ts';

// Expected: ranks from scipy 1.17, the largest k with binom.cdf(k, n, probability) <= 0.05 and the smallest with >=
// 0.95.
test.each([
  [5, 0.5, 0, 4],
  [10, 0.5, 1, 8],
  [30, 0.5, 10, 19],
  [64, 0.9, 52, 61],
  [130, 0.95, 118, 127],
  [29, 0.9, 22, 28],
  [1000, 0.9, 883, 915],
])('the interval of %i samples at %d reaches from rank %i to %i', (n, probability, low, high) => {
  expect(findQuantileInterval([...Array(n).keys()], probability)).toEqual([low, high]);
});

test('4 samples have no interval of the median, and 28 none of the 90th percentile', () => {
  expect(findQuantileInterval([1, 2, 3, 4], 0.5)).toBeNull();
  expect(findQuantileInterval([...Array(28).keys()], 0.9)).toBeNull();
});
