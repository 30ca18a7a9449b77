import { expect, test } from 'vitest';
import { chooseThreadCount } from './choose-thread-count.ts';

test.each([1, 2, 8])('uses all %i threads if no number is requested', (available) => {
  expect(chooseThreadCount(undefined, available)).toBe(available);
});

test.each([
  [0, 1],
  [3, 3],
  [9, 4],
])('limits a request for %i of 4 available threads to %i', (requested, threads) => {
  expect(chooseThreadCount(requested, 4)).toBe(threads);
});
