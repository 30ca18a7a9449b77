import { expect, test } from 'vitest';
import { computeClopperPearsonInterval } from './clopper-pearson.ts';

test('without a success, all trials fail with a probability of 5% at the upper bound', () => {
  // Computed by hand: (1 - p)^20 = 0.05.
  expect(computeClopperPearsonInterval(0, 20)).toEqual([0, expect.closeTo(1 - 0.05 ** (1 / 20), 12)]);
  expect(computeClopperPearsonInterval(20, 20)).toEqual([expect.closeTo(0.05 ** (1 / 20), 12), 1]);
});

// SciPy 1.17.1: `scipy.stats.binomtest(k, n).proportion_ci(confidence, 'exact')`, two-sided.
test.each([
  [3, 100, 0.05, 0.008225829108, 0.07571079375],
  [10, 20, 0.05, 0.301953911286, 0.698046088714],
  [1, 299, 0.05, 0.000171534766, 0.015766783128],
  [97, 1000, 0.025, 0.07936447183, 0.11704784398],
])('the interval of %d in %d with error %d at each end matches SciPy', (successes, trials, alpha, low, high) => {
  const interval = computeClopperPearsonInterval(successes, trials, alpha);
  expect(interval).toEqual([expect.closeTo(low, 10), expect.closeTo(high, 10)]);
});
