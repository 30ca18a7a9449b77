import { expect, test } from 'vitest';
import { toByteSource } from './byte-source.ts';
import { readImageScale } from './image-scale.ts';

const createSiblings = (config: object) =>
  new Map([['preprocessor_config.json', toByteSource(new TextEncoder().encode(JSON.stringify(config)))]]);
const noMetadata = { metadata: {} };

test.each([
  ['NominalRange_0_255', 0, 255],
  ['Normalized_0_1', 0, 1],
  ['Normalized_1_1', -1, 1],
  ['NominalRange_16_235', 16, 235],
])('reads the range of image values from the metadata %s', async (range, low, high) => {
  const scale = await readImageScale({ metadata: { 'Image.NominalPixelRange': range } }, new Map());
  expect([0, 1].map((value) => value * scale!.factor[0]! + scale!.offset[0]!)).toEqual([low, high]);
});

test('reads normalisation of each channel by its mean and standard deviation', async () => {
  // Values of MobileViT and ViT on the Hub; (255 / 255 - 0.485) / 0.229 = 2.2489 for white.
  const config = {
    do_rescale: true,
    do_normalize: true,
    image_mean: [0.485, 0.456, 0.406],
    image_std: [0.229, 0.224, 0.225],
  };
  const scale = await readImageScale(noMetadata, createSiblings(config));
  expect(scale!.factor[0]! + scale!.offset[0]!).toBeCloseTo(2.2489, 4);
  expect(scale!.offset[2]).toBeCloseTo(-0.406 / 0.225);
});

test('reads one mean and standard deviation for all channels', async () => {
  const scale = await readImageScale(noMetadata, createSiblings({ image_mean: 0.5, image_std: 0.5 }));
  expect(scale).toEqual({ factor: [2], offset: [-1] }); // from -1 to 1
});

test('without normalisation, pixels are only rescaled or unchanged', async () => {
  const scaled = await readImageScale(noMetadata, createSiblings({ do_normalize: false, rescale_factor: 1 / 255 }));
  expect(scaled).toEqual({ factor: [expect.closeTo(1)], offset: [0] });
  const raw = await readImageScale(noMetadata, createSiblings({ do_normalize: false, do_rescale: false }));
  expect(raw).toEqual({ factor: [255], offset: [0] });
});

test.each([
  ['no file and no metadata', noMetadata, new Map()],
  ['metadata of another kind', { metadata: { 'Image.NominalPixelRange': 'toString' } }, new Map()],
  ['a configuration that divides by zero', noMetadata, createSiblings({ image_mean: [0.5], image_std: [0] })],
  ['a configuration without means', noMetadata, createSiblings({ do_normalize: true })],
])('returns null for %s', async (_, facts, siblings) => {
  expect(await readImageScale(facts, siblings)).toBeNull();
});
