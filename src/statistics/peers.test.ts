import { expect, test } from 'vitest';
import { binomialCdf, binomialProbability } from './binomial.ts';
import { nonInferiorityP } from './exact-difference.ts';
import { interleavedRatio } from './interleaved-ratio.ts';
import { mcnemarExact } from './mcnemar.ts';
import peer from './peers/tests.json' with { type: 'json' };
import { theilSenSlope } from './theil-sen.ts';

// Expected: SciPy, statsmodels, pymannkendall and plain enumeration, by peers/tests.py.
test.each(peer.binomial)('probabilities of $k in $n at $share match SciPy', ({ k, n, share, ...expected }) => {
  expect(binomialProbability(k, n, share) / expected.probability).toBeCloseTo(1, 10);
  expect(binomialCdf(k, n, share) / expected.cdf).toBeCloseTo(1, 10);
});

test.each(peer.mcnemar)(
  'McNemar of $lost lost and $gained gained items matches statsmodels',
  ({ lost, gained, ...expected }) => {
    expect(mcnemarExact({ onlyBaseline: lost, onlyCandidate: gained })).toEqual({
      twoSided: expect.closeTo(expected.twoSided, 12),
      candidateWorse: expect.closeTo(expected.candidateWorse, 12),
    });
  },
);

test.each(peer.nonInferiority)(
  'non-inferiority of $lost lost and $gained gained items of $n at margin $margin matches enumeration',
  ({ n, lost, gained, margin, p }) => {
    const counts = { both: n - lost - gained, onlyBaseline: lost, onlyCandidate: gained, neither: 0 };
    expect(nonInferiorityP(counts, -margin)).toBeCloseTo(p, 3);
  },
);

test.each(peer.trends)('the slope and p of $values.length values match SciPy and pymannkendall', (expected) => {
  const trend = theilSenSlope(expected.times, expected.values, 0.025)!;
  expect(trend.slope).toBeCloseTo(expected.slope, 10);
  expect(trend.interval).toEqual(expected.interval.map((bound): unknown => expect.closeTo(bound, 10)));
  expect(trend.p).toBeCloseTo(expected.p, 8);
});

test.each(peer.interleaved)(
  'the interval of the ratio of $blocks.length blocks inverts SciPy’s signed-rank test',
  (expected) => {
    const { ratio, interval, p } = interleavedRatio(expected.blocks)!;
    expect(ratio).toBeCloseTo(expected.ratio, 10);
    expect(p).toBeCloseTo(expected.p, 10);
    expect(interval).toEqual(expected.interval.map((bound): unknown => expect.closeTo(bound, 8)));
  },
);
