import { expect, test } from 'vitest';
import { computeEpsilon, findNoiseMultiplier } from './rdp-accountant.ts';
import opacus from './reference-values/opacus.json' with { type: 'json' };

// Expected values computed with Opacus by reference-values/opacus.py.
test.each(opacus.cases)(
  'the epsilon of $steps steps with rate $sampleRate, noise $noiseMultiplier and delta $delta matches Opacus',
  ({ delta, epsilon, sampleRate, noiseMultiplier, steps }) => {
    const computed = computeEpsilon({ sampleRate, noiseMultiplier, steps }, delta);
    if (epsilon <= 0) expect(computed).toBe(0);
    else expect(computed / epsilon).toBeCloseTo(1, 4);
  },
);

test('epsilon is 0 without steps, and infinite without noise', () => {
  expect(computeEpsilon({ sampleRate: 1, noiseMultiplier: 1, steps: 0 }, 1e-5)).toBe(0);
  expect(computeEpsilon({ sampleRate: 1, noiseMultiplier: 0, steps: 1 }, 1e-5)).toBe(Infinity);
});

test('the noise multiplier for an epsilon is sufficient, and 1% less is not', () => {
  const mechanism = { sampleRate: 0.2, steps: 60 };
  const noiseMultiplier = findNoiseMultiplier(3, mechanism, 1e-4);
  expect(computeEpsilon({ ...mechanism, noiseMultiplier }, 1e-4)).toBeLessThanOrEqual(3);
  expect(computeEpsilon({ ...mechanism, noiseMultiplier: 0.99 * noiseMultiplier }, 1e-4)).toBeGreaterThan(3);
  expect(findNoiseMultiplier(0, mechanism, 1e-4)).toBe(Infinity);
});
