import { expect, test } from 'vitest';
import { appendObservations, maxRecentObservations } from './recent-observations.ts';

const observe = (atMs: number) => ({ atMs, numbers: {} });

test('only the latest inputs are retained, by the order in which they ran and not by the clock', () => {
  const stored = Array.from({ length: maxRecentObservations }, (_, index) => observe(1_000 + index));
  const appended = appendObservations(stored, [observe(5), observe(6)]);
  expect(appended).toHaveLength(maxRecentObservations);
  expect(appended[0]).toEqual(observe(1_002));
  expect(appended.slice(-2)).toEqual([observe(5), observe(6)]);
});
