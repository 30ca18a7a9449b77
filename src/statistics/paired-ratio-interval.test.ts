import { expect, test } from 'vitest';
import { pairedRatioInterval } from './paired-ratio-interval.ts';

// Expected: scipy 1.17.1, where the statistic maximises the constrained multinomial likelihood numerically
// (Nelder-Mead) instead of in closed form, and brentq finds the ends.
test.each([
  [160, 12, 9, 19, 0.93683347, 1.02861391],
  [350, 0, 0, 150, 0.99232917, 1.00773012],
  [40, 5, 2, 3, 0.82548275, 1.0376525],
  [700, 30, 28, 242, 0.97984179, 1.01486988],
  [20, 10, 0, 5, 0.51659549, 0.78916307],
])('the interval of %i, %i, %i and %i items matches scipy', (both, onlyBaseline, onlyCandidate, neither, low, high) => {
  const interval = pairedRatioInterval({ both, onlyBaseline, onlyCandidate, neither })!;
  expect(interval[0]).toBeCloseTo(low, 7);
  expect(interval[1]).toBeCloseTo(high, 7);
});

test('a candidate with no item right has a ratio of 0, and a baseline with none has no ratio', () => {
  const [low, high] = pairedRatioInterval({ both: 0, onlyBaseline: 50, onlyCandidate: 0, neither: 50 })!;
  expect(low).toBe(0);
  expect(high).toBeLessThan(0.06);
  expect(pairedRatioInterval({ both: 0, onlyBaseline: 0, onlyCandidate: 5, neither: 5 })).toBeNull();
});
