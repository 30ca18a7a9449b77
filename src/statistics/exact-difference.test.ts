import { expect, test } from 'vitest';
import { computeExactDifferenceInterval, computeNonInferiorityP } from './exact-difference.ts';
import values from './reference-values/scipy-values.json' with { type: 'json' };

const createCounts = (n: number, onlyBaseline: number, onlyCandidate: number) => ({
  both: n - onlyBaseline - onlyCandidate,
  onlyBaseline,
  onlyCandidate,
  neither: 0,
});

// A candidate that loses a fraction m of the items shows no loss with probability (1 - m)^n, which is 5% at these n.
test.each([
  [0.05, 59],
  [0.01, 299],
  [0.001, 2995],
])('without a difference, a margin of %d is excluded from %i items on', (margin, n) => {
  expect(computeNonInferiorityP(createCounts(n, 0, 0), -margin)).toBeLessThanOrEqual(0.05);
  expect(computeNonInferiorityP(createCounts(n - 1, 0, 0), -margin)).toBeGreaterThan(0.05);
  expect(computeExactDifferenceInterval(createCounts(n, 0, 0))[0]).toBeGreaterThanOrEqual(-margin);
  expect(computeExactDifferenceInterval(createCounts(n - 1, 0, 0))[0]).toBeLessThan(-margin);
});

test('mirrors the interval if candidate and baseline are swapped', () => {
  const [low, high] = computeExactDifferenceInterval(createCounts(200, 7, 2));
  expect(computeExactDifferenceInterval(createCounts(200, 2, 7))).toEqual([-high, -low]);
  expect(low).toBeLessThan(-5 / 200);
  expect(high).toBeGreaterThan(-5 / 200);
});

test('a candidate at the margin passes in at most 5% of cases, by the probabilities of all counts', () => {
  const n = 40;
  // The candidate gains no items. In this case a normal approximation is least accurate.
  for (const loss of [0.02, 0.05, 0.08, 0.12, 0.2]) {
    let error = 0;
    let probability = (1 - loss) ** n;
    for (let lost = 0; lost <= n; lost++) {
      if (computeNonInferiorityP(createCounts(n, lost, 0), -loss) <= 0.05) error += probability;
      probability *= ((n - lost) / (lost + 1)) * (loss / (1 - loss));
    }
    expect(error).toBeLessThanOrEqual(0.05);
  }
});

// Expected values are from an enumeration of all counts over a finer grid (reference-values/scipy-values.py).
test.each(values.nonInferiority)(
  'non-inferiority of $lost lost and $gained gained items of $n at margin $margin matches enumeration',
  ({ n, lost, gained, margin, p }) => {
    expect(computeNonInferiorityP(createCounts(n, lost, gained), -margin)).toBeCloseTo(p, 6);
  },
);
