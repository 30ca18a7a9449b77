import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWavSamples } from '#sessions/audio/read-wav-samples.ts';
import { createComplexSignal, computeFourierTransform, windowLength } from './fourier.ts';
import { computeLogMel } from './log-mel.ts';
import { createMelFilters } from './mel-filters.ts';

test('the fast transform equals the definition of the discrete Fourier transform', () => {
  const signal = createComplexSignal();
  for (let index = 0; index < windowLength; index++)
    [signal.re[index], signal.im[index]] = [Math.sin(index * index), Math.cos(3 * index)];
  const { re, im } = { re: signal.re.slice(), im: signal.im.slice() };
  computeFourierTransform(signal, createComplexSignal());
  for (const frequency of [0, 1, 7, 100, 199, 200, 399]) {
    let [sumRe, sumIm] = [0, 0];
    for (let index = 0; index < windowLength; index++) {
      const angle = (-2 * Math.PI * frequency * index) / windowLength;
      sumRe += re[index]! * Math.cos(angle) - im[index]! * Math.sin(angle);
      sumIm += re[index]! * Math.sin(angle) + im[index]! * Math.cos(angle);
    }
    expect(signal.re[frequency]).toBeCloseTo(sumRe, 9);
    expect(signal.im[frequency]).toBeCloseTo(sumIm, 9);
  }
});

test('wide mel filters have an area of 1, as in Slaney’s normalisation', () => {
  const filters = createMelFilters(80);
  expect(filters.length).toBe(80);
  // Worked by hand: the triangle is 2 / width high, so its area in hertz is 1; bins are 40 Hz apart. Wide triangles
  // only, which the bins sample well.
  for (const { weights } of filters.slice(50)) {
    const area = 40 * weights.reduce((sum, weight) => sum + weight, 0);
    expect(area).toBeGreaterThan(0.95);
    expect(area).toBeLessThan(1.05);
  }
});

test('silence has a constant spectrogram, and samples beyond 30 s are ignored', () => {
  // log10(1e-10) is -10; (-10 + 4) / 4 = -1.5
  expect(new Set(computeLogMel(new Float32Array(1000), 80))).toEqual(new Set([-1.5]));
  const samples = Float32Array.from({ length: 481_000 }, (_, index) => Math.sin(index * index));
  expect(
    Buffer.from(computeLogMel(samples, 80).buffer).equals(
      Buffer.from(computeLogMel(samples.subarray(0, 480_000), 80).buffer),
    ),
  ).toBe(true);
});

const testData = process.env['ASSAY_TEST_DATA'] ?? '';
const referencePath = join(testData, 'real', 'whisper-base', 'jfk-log-mel.f32');

test.skipIf(!testData || !existsSync(referencePath))(
  'a recording has the spectrogram that transformers computes (needs ASSAY_TEST_DATA)',
  () => {
    const { buffer, byteOffset, length } = readFileSync(referencePath);
    const expected = new Float32Array(buffer.slice(byteOffset, byteOffset + length));
    const clip = join(testData, 'data-audio', 'jfk.wav');
    const mels = computeLogMel(readWavSamples(new Uint8Array(readFileSync(clip)), clip), 80);
    const difference = mels.reduce((max, mel, index) => Math.max(max, Math.abs(mel - expected[index]!)), 0);
    expect(difference).toBeLessThan(1e-4); // the tolerance of the file with the expected values
  },
);
