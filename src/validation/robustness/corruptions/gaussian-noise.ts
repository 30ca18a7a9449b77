import { drawNormalVariate } from '#statistics/normal-variate.ts';
import type { ImageCorruption } from '../corruption.ts';
import { mapColours } from '../map-pixels.ts';

/**
 * Independent noise in every channel, as from a sensor in low light. Constants: standard deviation, as a fraction of
 * white.
 */
export const gaussianNoise: ImageCorruption = {
  kind: 'image',
  constants: [0.08, 0.12, 0.18, 0.26, 0.38],
  source: 'imagenet-c',
  isGeometric: false,
  apply: (image, deviation, random) =>
    mapColours(image, (value) => value + 255 * deviation * drawNormalVariate(random)),
};
