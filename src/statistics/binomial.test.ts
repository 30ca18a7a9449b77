import { expect, test } from 'vitest';
import { computeBinomialCdf, computeBinomialProbability } from './binomial.ts';
import values from './reference-values/scipy-values.json' with { type: 'json' };

// Expected: SciPy, by reference-values/scipy-values.py.
test.each(values.binomial)('probabilities of $k in $n at $of match SciPy', ({ k, n, of, probability, cdf }) => {
  expect(computeBinomialProbability(k, n, of) / probability).toBeCloseTo(1, 10);
  expect(computeBinomialCdf(k, n, of) / cdf).toBeCloseTo(1, 10);
});
