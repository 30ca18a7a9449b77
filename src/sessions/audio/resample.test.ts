import { expect, test } from 'vitest';
import { resample } from './resample.ts';

const tone = (hertz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: rate * seconds }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / rate));

/** Omits the ends, where the filter meets silence. */
const inner = (samples: Float32Array) => samples.subarray(100, -100);

test.each([8000, 11_025, 22_050, 44_100, 48_000])('a tone at %i Hz is the same tone at 16 kHz', (rate) => {
  const resampled = resample(tone(1000, rate, 1), rate, 16_000);
  const expected = tone(1000, 16_000, 1);
  expect(resampled.length).toBe(16_000);
  const errors = inner(resampled.map((sample, index) => Math.abs(sample - expected[index]!)));
  expect(Math.max(...errors)).toBeLessThan(1e-3);
});

test('tones that 16 kHz cannot represent are removed', () => {
  const power = inner(resample(tone(12_000, 48_000, 1), 48_000, 16_000)).reduce((sum, sample) => sum + sample ** 2, 0);
  expect(power / 16_000).toBeLessThan(0.5 * 1e-7); // -70 dB of the tone
});

test('samples at 16 kHz are unchanged', () => {
  const samples = tone(440, 16_000, 1);
  expect(resample(samples, 16_000, 16_000)).toBe(samples);
});
