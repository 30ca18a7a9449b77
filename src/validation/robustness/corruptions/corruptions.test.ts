import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { RgbaImage } from '../corruption.ts';
import { severities } from '../severities.ts';
import { createBlankImage } from '../map-pixels.ts';
import reference from '../reference-values/images.json' with { type: 'json' };
import { corruptions } from './index.ts';

/** Creates the image of reference-values/images.py: 11 x 9 pixels. */
function createPattern(): RgbaImage {
  const image = createBlankImage(11, 9, 0);
  for (let y = 0; y < 9; y++)
    for (let x = 0; x < 11; x++)
      for (let channel = 0; channel < 3; channel++)
        image.data[(y * 11 + x) * 4 + channel] = (x * 37 + y * 59 + channel * 83 + x * y * 7) % 256;
  return image;
}

const listColours = ({ data }: RgbaImage) => [...data].filter((_, index) => index % 4 !== 3);
/** Computes the maximum difference from the unrounded values of the other implementation. */
const computeMaxDifference = (image: RgbaImage, expected: readonly (readonly number[])[]) => {
  const flat = expected.flat();
  return Math.max(...listColours(image).map((value, index) => Math.abs(value - flat[index]!)));
};
const createRandom = () => createSeededRandom(7);

// Expected: scipy and scikit-image (reference-values/images.py); the bound is the rounding to 8 bits.
test.each(Object.entries(reference.blur))('gaussian blur of %s pixels matches scikit-image', (constant, expected) => {
  expect(
    computeMaxDifference(
      corruptions['gaussian-blur'].apply(createPattern(), Number(constant), createRandom()),
      expected,
    ),
  ).toBeLessThan(0.51);
});

test.each(Object.entries(reference.brightness))('brightness of %s matches scikit-image', (constant, expected) => {
  expect(
    computeMaxDifference(corruptions.brightness.apply(createPattern(), Number(constant), createRandom()), expected),
  ).toBeLessThan(0.51);
});

test.each(Object.entries(reference.contrast))('contrast of %s matches numpy', (constant, expected) => {
  expect(
    computeMaxDifference(corruptions.contrast.apply(createPattern(), Number(constant), createRandom()), expected),
  ).toBeLessThan(0.51);
});

test.each(Object.entries(reference.rotation))('rotation by %s degrees matches scipy', (constant, expected) => {
  const degrees = Number(constant);
  const rotated = corruptions.rotation.apply(createPattern(), Math.abs(degrees), () => (degrees > 0 ? 0 : 0.9));
  expect(computeMaxDifference(rotated, expected)).toBeLessThan(0.51);
});

test.each(severities)(
  'gaussian noise of severity %d has the standard deviation that NumPy computes for clipped noise',
  (severity) => {
    const { apply, constants } = corruptions['gaussian-noise'];
    const values = listColours(apply(createBlankImage(200, 200, 127.5), constants[severity - 1]!, createRandom()));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(deviation / reference.noiseDeviation[severity - 1]!).toBeCloseTo(1, 1.7);
  },
);

const images = Object.entries(corruptions).flatMap(([id, corruption]) =>
  corruption.kind === 'image' ? [[id, corruption] as const] : [],
);

test.each(images)(
  '%s is reproducible, does not change its input, and gives an opaque image',
  (_, { apply, constants }) => {
    for (const constant of constants) {
      const image = createPattern();
      const first = apply(image, constant, createRandom());
      expect(apply(createPattern(), constant, createRandom())).toEqual(first);
      expect(image).toEqual(createPattern());
      expect(first.data.length).toBe(first.width * first.height * 4);
      expect(first.data.every((value, index) => index % 4 !== 3 || value === 255)).toBe(true);
    }
  },
);

test.each(images)('%s accepts an image of one pixel', (_, { apply, constants }) => {
  for (const constant of constants)
    expect(apply(createBlankImage(1, 1, 9), constant, createRandom())).toMatchObject({ width: 1, height: 1 });
});

test('a crop is a part of the image', () => {
  const { width, height, data } = corruptions.crop.apply(createPattern(), 0.5, () => 0.99);
  expect([width, height]).toEqual([6, 5]);
  // The last pixel of the image: x = 10, y = 8, red.
  expect(data[(4 * 6 + 5) * 4]).toBe((370 + 472 + 560) % 256);
});

test('an occlusion covers the specified fraction of the area', () => {
  const { data } = corruptions.occlusion.apply(createBlankImage(100, 50, 0), 0.25, createRandom());
  expect(data.filter((value, index) => index % 4 === 0 && value === 128).length).toBe(50 * 25);
});

test('audio noise has the specified signal-to-noise ratio', () => {
  const signal = Float32Array.from({ length: 50_000 }, (_, index) => 0.3 * Math.sin(index / 9));
  const noisy = corruptions['audio-noise'].apply(signal, 10, createRandom());
  const power = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
  expect(10 * Math.log10(power(signal) / power(noisy.map((value, i) => value - signal[i]!)))).toBeCloseTo(10, 0.7);
});

test('clipping changes the specified fraction of samples', () => {
  const samples = Float32Array.from({ length: 1001 }, (_, index) => (index - 500) / 500);
  const clipped = corruptions['audio-clipping'].apply(samples, 0.2, createRandom());
  expect(clipped.filter((value, i) => value !== samples[i]).length).toBe(200);
  expect(corruptions['audio-clipping'].apply(new Float32Array(), 0.2, createRandom()).length).toBe(0);
});

test('typos change about the specified fraction of longer words, by one letter', () => {
  const words = Array.from({ length: 1000 }, () => 'weather');
  const corruptedWords = corruptions['text-typos'].apply(words.join(' '), 0.2, createRandom()).split(' ');
  const changed = corruptedWords.filter((word) => word !== 'weather');
  // Binomial with p = 0.2: 200 with a standard deviation of 13; one replacement in 26 changes nothing.
  expect(Math.abs(changed.length - 200)).toBeLessThan(45);
  for (const word of changed) expect(Math.abs(word.length - 7)).toBeLessThanOrEqual(1);
  expect(corruptions['text-typos'].apply('a cat', 1, createRandom())).toBe('a cat');
});

test('at a fraction of 1, every letter with another case changes its case', () => {
  expect(corruptions['text-case'].apply('Straße 7 你好', 1, createRandom())).toBe('sTRAßE 7 你好');
});
