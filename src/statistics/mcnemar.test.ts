import { expect, test } from 'vitest';
import { testMcnemarExact } from './mcnemar.ts';
import values from './reference-values/scipy-values.json' with { type: 'json' };

// Expected values are from statsmodels and SciPy (reference-values/scipy-values.py).
test.each(values.mcnemar)(
  'McNemar of $lost lost and $gained gained items matches statsmodels',
  ({ lost, gained, twoSided, candidateWorse }) => {
    expect(testMcnemarExact({ onlyBaseline: lost, onlyCandidate: gained })).toEqual({
      twoSided: expect.closeTo(twoSided, 12),
      candidateWorse: expect.closeTo(candidateWorse, 12),
    });
  },
);
