import { expect, test } from 'vitest';
import { computeWilsonInterval } from './wilson.ts';

// Expected: scipy 1.17.1, binomtest(successes, trials).proportion_ci(level, method='wilson').
test.each([
  [0, 10, 0.95, 0, 0.27753279986288926],
  [50, 50, 0.95, 0.9286524008666412, 1],
  [7, 20, 0.95, 0.1811918241010821, 0.5671457233147637],
  [7, 20, 0.9, 0.20226004005676104, 0.5334873111515284],
  [1790, 2000, 0.95, 0.8807992578125099, 0.9076862748353005],
])('the interval of %i in %i at level %d matches scipy', (successes, trials, level, low, high) => {
  const interval = computeWilsonInterval(successes, trials, level)!;
  expect(interval[0]).toBeCloseTo(low, 12);
  expect(interval[1]).toBeCloseTo(high, 12);
});

test('returns no interval without trials', () => {
  expect(computeWilsonInterval(0, 0)).toBeNull();
});
