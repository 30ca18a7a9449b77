import { expect, test } from 'vitest';
import { computeMedian, computeTrimmedMean } from './robust.ts';

const updates = [
  [1, 5],
  [2, 4],
  [3, 3],
  [1000, -1000],
  [4, 2],
].map((values) => Float64Array.from(values));

test('the median of each coordinate ignores a poisoned update', () => {
  expect([...computeMedian(updates)]).toEqual([3, 3]);
  expect([...computeMedian(updates.slice(0, 2))]).toEqual([1.5, 4.5]);
});

test('the trimmed mean leaves out the same number of values at each end', () => {
  expect([...computeTrimmedMean(updates, 0.2)]).toEqual([3, 3]);
  expect([...computeTrimmedMean(updates.slice(0, 2), 0.2)]).toEqual([1.5, 4.5]);
});
