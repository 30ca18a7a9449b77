import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { adjustByBenjaminiHochberg } from './benjamini-hochberg.ts';
import { testHomogeneity } from './chi-square.ts';
import {
  countInQuantileBins,
  computeJensenShannonDistance,
  computePopulationStabilityIndex,
  computeWassersteinDistance,
} from './distribution-distance.ts';
import { computeUpperGamma } from './incomplete-gamma.ts';
import { testKolmogorovSmirnov, computeKolmogorovTail } from './kolmogorov-smirnov.ts';
import { testMaximumMeanDiscrepancy } from './maximum-mean-discrepancy.ts';
import values from './reference-values/two-sample.json' with { type: 'json' };

// Expected values are from SciPy and NumPy (reference-values/two-sample.py).
test.each(values.gamma)('Q($a, $x) matches SciPy', ({ a, x, q }) => {
  expect(computeUpperGamma(a, x) / q).toBeCloseTo(1, 10);
});

test.each(values.kolmogorov)('P(K > $x) matches SciPy', ({ x, p }) => {
  expect(computeKolmogorovTail(x)).toBeCloseTo(p, 12);
});

test.each(values.samples)(
  'the distances of two samples match SciPy (%#)',
  ({ a, b, statistic, exactP, wasserstein }) => {
    const result = testKolmogorovSmirnov(a, b);
    expect(result.statistic).toBeCloseTo(statistic, 12);
    expect(Math.abs(result.p - exactP)).toBeLessThan(0.02); // of the limiting distribution against the exact one
    expect(computeWassersteinDistance(a, b)).toBeCloseTo(wasserstein, 10);
  },
);

test.each(values.counts)('the test of the counts $a and $b matches SciPy', ({ a, b, jensenShannon, ...expected }) => {
  expect(testHomogeneity(a, b)).toEqual({
    statistic: expect.closeTo(expected.statistic, 10),
    degreesOfFreedom: expected.degreesOfFreedom,
    p: expect.closeTo(expected.p, 12),
  });
  expect(computeJensenShannonDistance(a, b)).toBeCloseTo(jensenShannon, 12);
});

test.each(values.stability)('the stability index of $a and $b matches its formula in NumPy', ({ a, b, index }) => {
  expect(computePopulationStabilityIndex(a, b)).toBeCloseTo(index, 12);
});

test.each(values.discrepancy)('the discrepancy of vectors matches NumPy (%#)', ({ a, b, squared }) => {
  const toVectors = (rows: readonly (readonly number[])[]) => rows.map((row) => Float32Array.from(row));
  expect(testMaximumMeanDiscrepancy(toVectors(a), toVectors(b), createSeededRandom(1)).squared).toBeCloseTo(
    squared,
    10,
  );
});

test('returns a small p-value only for a real difference of vectors', () => {
  const random = createSeededRandom(3);
  const vectors = (shift: number) => Array.from({ length: 40 }, () => Float32Array.from([random() + shift, random()]));
  expect(testMaximumMeanDiscrepancy(vectors(0), vectors(0), random).p).toBeGreaterThan(0.05);
  expect(testMaximumMeanDiscrepancy(vectors(0), vectors(0.5), random).p).toBe(1 / 500);
});

describe('without a difference', () => {
  test('at most 5% of 1,000 pairs of samples have a Kolmogorov-Smirnov p-value below 0.05', () => {
    const random = createSeededRandom(5);
    const sample = (n: number) => Array.from({ length: n }, random).sort((a, b) => a - b);
    const alarms = Array.from({ length: 1000 }, () => testKolmogorovSmirnov(sample(50), sample(70)).p).filter(
      (p) => p < 0.05,
    );
    expect(alarms.length).toBeLessThanOrEqual(62); // 50 expected: the 97.5% quantile of a fair test is 64
    expect(alarms.length).toBeGreaterThan(25);
  });

  test('a category in neither sample is ignored, and a single category has no result', () => {
    expect(testHomogeneity([3, 0, 5], [4, 0, 4])?.degreesOfFreedom).toBe(1);
    expect(testHomogeneity([3, 0], [4, 0])).toBeNull();
    expect(testHomogeneity([0, 0], [4, 3])).toBeNull();
  });
});

test('splits the reference into equal bins, and merges bins of equal quantiles', () => {
  const reference = Array.from({ length: 100 }, (_, index) => index);
  expect(countInQuantileBins(reference, [-5, 0, 99, 200], 4)).toEqual({
    reference: [25, 25, 25, 25],
    current: [2, 0, 0, 2],
  });
  expect(countInQuantileBins([1, 1, 1, 1], [1, 2], 4)).toEqual({ reference: [4, 0], current: [1, 1] });
});

test.each(values.adjusted)('the p-values $p adjusted for their number match SciPy', ({ p, adjusted }) => {
  const actual = adjustByBenjaminiHochberg(p);
  expect(actual).toEqual(adjusted.map((value): unknown => expect.closeTo(value, 12)));
});
