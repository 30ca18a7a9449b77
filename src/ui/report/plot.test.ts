import { expect, test } from 'vitest';
import { hasWideBins, countBins, findOutliers, computePlotRange, chooseTicks } from './plot.ts';

test('an outlier is counted as outside the plot and does not widen its range', () => {
  const bulk = Array.from({ length: 99 }, (_, i) => 50 + i / 20);
  const range = computePlotRange([[...bulk, 500]]);
  expect(range.beyond).toBe(1);
  expect(range.high).toBeLessThan(70);
  expect(countBins([...bulk, 500], range, 20).reduce((sum, count) => sum + count, 0)).toBe(99);
});

test('the range of equal samples extends beyond their value', () => {
  const range = computePlotRange([[5, 5, 5]]);
  expect(range.low).toBeLessThan(5);
  expect(range.high).toBeGreaterThan(5);
  expect(countBins([5, 5, 5], range, 10).reduce((sum, count) => sum + count, 0)).toBe(3);
});

test.each([
  [48.3, 61.9, [50, 55, 60]],
  [0.62, 0.9, [0.7, 0.8, 0.9]],
  [0, 400, [0, 100, 200, 300, 400]],
  [0.5, 8.54, [2, 4, 6, 8]], // steps of 5 would give a single tick
])('ticks between %f and %f are at round numbers: %j', (low, high, expected) => {
  expect(chooseTicks(low, high)).toEqual(expected);
});

test('every range has three to eight ticks', () => {
  const counts = Array.from({ length: 500 }, (_, i) => chooseTicks(0.37, 0.4 + i * 0.173).length);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...counts)).toBeLessThanOrEqual(8);
});

test('a sample far from the median is marked as an outlier', () => {
  expect(findOutliers([10, 10.1, 9.9, 14, 10], 10, 0.1)).toEqual(new Set([3]));
});

test('the bin width is mentioned only if it is at least 0.1% of the median', () => {
  expect(hasWideBins(0.135, 135)).toBe(true);
  expect(hasWideBins(0.134, 135)).toBe(false);
});
