import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { addGaussianNoise, createSecureRandom } from '../privacy/gaussian.ts';
import { computeLocalUpdate, type TrainingSettings } from './local-update.ts';
import { computeNorm } from '#statistics/norm.ts';

const settings: TrainingSettings = {
  localSteps: 1,
  learningRate: 1,
  sampleRate: 1,
  clipNorm: 0.5,
  noiseMultiplier: 0,
  maxUpdateNorm: 100,
};
const start = new Float64Array(6); // the weights of two labels and two features
const huge = { features: Float32Array.of(1e6, -1e6), label: 0 };

test('no example changes the sum by more than the norm to which its gradient is clipped', () => {
  const { update } = computeLocalUpdate(start, [huge], 2, settings, createSeededRandom(1));
  expect(computeNorm(update)).toBeCloseTo(0.5, 10);
  const with9 = computeLocalUpdate(
    start,
    Array.from({ length: 9 }, () => huge),
    2,
    settings,
    createSeededRandom(1),
  );
  expect(computeNorm(with9.update)).toBeCloseTo(0.5, 10); // the mean of nine equal values
});

test('the noise of a step has the standard deviation of the plan, divided by the expected batch', () => {
  const noisy = { ...settings, noiseMultiplier: 4, maxUpdateNorm: 1e9 };
  const blank = { features: new Float32Array(20_000), label: 0 };
  const examples = [blank, { ...blank, label: 1 }]; // whose gradients cancel
  const { update } = computeLocalUpdate(new Float64Array(40_002), examples, 2, noisy, createSeededRandom(1));
  const deviation = Math.sqrt(update.reduce((sum, value) => sum + value ** 2, 0) / update.length);
  expect(Math.abs(deviation - (4 * 0.5) / 2)).toBeLessThan(0.02); // 5.6 standard errors
});

test('noise from the secure generator has the moments and tails of a normal distribution', () => {
  const noise = new Float64Array(20_000);
  addGaussianNoise(noise, 2, createSecureRandom());
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const variance = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length;
  const beyondTwo = noise.filter((value) => Math.abs(value) > 4).length / noise.length;
  expect(Math.abs(mean)).toBeLessThan(0.08); // 5.6 standard errors, like the other tolerances
  expect(Math.abs(Math.sqrt(variance) - 2)).toBeLessThan(0.06);
  expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.0083);
});

test('an update is clipped to the maximum norm, and its norm before clipping is returned', () => {
  const { update, norm } = computeLocalUpdate(
    start,
    [huge],
    2,
    { ...settings, maxUpdateNorm: 0.1 },
    createSeededRandom(1),
  );
  expect(norm).toBeCloseTo(0.5, 10);
  expect(computeNorm(update)).toBeCloseTo(0.1, 10);
});
