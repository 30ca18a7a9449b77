import { expect, test } from 'vitest';
import { computeExactDifferenceInterval } from './exact-difference.ts';
import { computePairedRatioInterval } from './paired-ratio-interval.ts';
import values from './reference-values/scipy-values.json' with { type: 'json' };

// Expected values are from reference-values/scipy-values.py, where SciPy maximises the constrained multinomial
// likelihood numerically (Nelder-Mead) instead of in closed form, and brentq finds the ends.
test.each(values.ratios)('the interval of $counts matches SciPy', ({ counts, interval }) => {
  expect(computePairedRatioInterval(counts)).toEqual(interval.map((bound): unknown => expect.closeTo(bound, 6)));
});

test('uses the exact interval of the difference if fewer than 25 items differ', () => {
  const counts = { both: 160, onlyBaseline: 12, onlyCandidate: 9, neither: 19 };
  const difference = computeExactDifferenceInterval(counts);
  expect(computePairedRatioInterval(counts)).toEqual(
    difference.map((bound): unknown => expect.closeTo((172 + 200 * bound) / 172, 12)),
  );
});

test.each([
  [0.95, 58, 59],
  [0.99, 298, 299],
])(
  'without a difference, a ratio of %d is within the interval of %i correct items, but not of %i',
  (ratio, tooFew, enough) => {
    // A model that loses 1 - ratio of the correct items shows no loss in ratio^n of samples, which crosses 5% between
    // these n.
    const lowerBound = (both: number) =>
      computePairedRatioInterval({ both, onlyBaseline: 0, onlyCandidate: 0, neither: 0 })![0];
    expect(lowerBound(tooFew)).toBeLessThan(ratio);
    expect(lowerBound(enough)).toBeGreaterThanOrEqual(ratio);
  },
);

test('has a lower bound of 0 without correct candidate items, and no ratio without correct baseline items', () => {
  const [low, high] = computePairedRatioInterval({ both: 0, onlyBaseline: 50, onlyCandidate: 0, neither: 50 })!;
  expect(low).toBe(0);
  expect(high).toBeLessThan(0.06);
  expect(computePairedRatioInterval({ both: 0, onlyBaseline: 0, onlyCandidate: 5, neither: 5 })).toBeNull();
});
