import { expect, test } from 'vitest';
import { computeNormalCdf, computeNormalQuantile } from './normal.ts';

// Expected: scipy 1.17.1, norm.cdf and norm.ppf.
test.each([
  [-8, 6.22096057427174e-16],
  [-3.5, 0.00023262907903552502],
  [-3, 0.0013498980316300933],
  [-1, 0.15865525393145707],
  [-0.1, 0.460172162722971],
  [0, 0.5],
  [2.9, 0.998134186699616],
  [4, 0.9999683287581669],
])('the probability below %d matches scipy', (z, probability) => {
  expect(Math.abs(computeNormalCdf(z) / probability - 1)).toBeLessThan(1e-12);
});

test.each([
  [1e-10, -6.361340902404056],
  [0.001, -3.090232306167813],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.95, 1.6448536269514722],
  [0.975, 1.9599639845400545],
])('the quantile of %d matches scipy', (probability, z) => {
  expect(computeNormalQuantile(probability)).toBeCloseTo(z, 10);
});
