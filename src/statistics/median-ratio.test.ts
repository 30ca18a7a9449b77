import { expect, test } from 'vitest';
import { computeMedianRatioInterval95 } from './median-ratio.ts';

// Expected: 200,000 plain resamples of the same numbers with numpy's generator, seed 7.
test.each([
  {
    what: '31 and 30 samples',
    a: Array.from({ length: 31 }, (_, i) => 50 + ((i * 7) % 13) * 0.5),
    b: Array.from({ length: 30 }, (_, i) => 27 + ((i * 5) % 11) * 0.4),
    low: 1.75675676,
    high: 1.88811189,
  },
  {
    what: '9 and 8 samples',
    a: Array.from({ length: 9 }, (_, i) => 1 + ((i * 7919) % 1000) / 1000),
    b: Array.from({ length: 8 }, (_, i) => 1.02 + ((i * 104729) % 997) / 1000),
    low: 1.1516184,
    high: 1.58574007,
  },
])('the bootstrap interval of a ratio of medians, $what', ({ a, b, low, high }) => {
  const interval = computeMedianRatioInterval95(a, b, { resamples: 2_000, seed: 1 });
  expect(Math.abs(interval.low / low - 1)).toBeLessThan(0.015);
  expect(Math.abs(interval.high / high - 1)).toBeLessThan(0.015);
  expect(computeMedianRatioInterval95(a, b, { resamples: 2_000, seed: 1 })).toEqual(interval);
});
