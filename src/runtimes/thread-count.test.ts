import { expect, test } from 'vitest';
import { countThreads } from './thread-count.ts';

test.each([1, 2, 8])('an engine uses all %i threads if no number is requested', (available) => {
  expect(countThreads(undefined, available)).toBe(available);
});

test.each([
  [0, 1],
  [3, 3],
  [9, 4],
])('a request for %i of four available threads opens with %i', (requested, threads) => {
  expect(countThreads(requested, 4)).toBe(threads);
});
