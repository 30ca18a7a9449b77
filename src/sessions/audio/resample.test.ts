import { expect, test } from 'vitest';
import { resample } from './resample.ts';

const createTone = (frequencyHz: number, sampleRate: number, seconds: number) =>
  Float32Array.from({ length: sampleRate * seconds }, (_, index) =>
    Math.sin((2 * Math.PI * frequencyHz * index) / sampleRate),
  );

/** Omits the ends, where the filter includes silence. */
const omitEnds = (samples: Float32Array) => samples.subarray(100, -100);

test.each([8000, 11_025, 22_050, 44_100, 48_000])('resamples a tone from %i Hz to 16 kHz', (rate) => {
  const resampled = resample(createTone(1000, rate, 1), rate, 16_000);
  const expected = createTone(1000, 16_000, 1);
  expect(resampled.length).toBe(16_000);
  const errors = omitEnds(resampled.map((sample, index) => Math.abs(sample - expected[index]!)));
  expect(Math.max(...errors)).toBeLessThan(1e-3);
});

test('removes tones above half the target rate', () => {
  const power = omitEnds(resample(createTone(12_000, 48_000, 1), 48_000, 16_000)).reduce(
    (sum, sample) => sum + sample ** 2,
    0,
  );
  expect(power / 16_000).toBeLessThan(0.5 * 1e-7); // -70 dB of the tone
});

test('returns samples at 16 kHz unchanged', () => {
  const samples = createTone(440, 16_000, 1);
  expect(resample(samples, 16_000, 16_000)).toBe(samples);
});
