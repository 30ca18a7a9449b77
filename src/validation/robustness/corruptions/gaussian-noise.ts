import { drawNormalVariate } from '#statistics/normal-variate.ts';
import type { ImageCorruption } from '../corruption.ts';
import { mapColours } from '../map-pixels.ts';

/**
 * Independent noise in each channel, as from a sensor in low light. Constants: standard deviation as a fraction of
 * white.
 */
export const gaussianNoise: ImageCorruption = {
  kind: 'image',
  constants: [0.08, 0.12, 0.18, 0.26, 0.38],
  source: 'imagenet-c',
  isGeometric: false,
  apply: (image, standardDeviation, random) =>
    mapColours(image, (value) => value + 255 * standardDeviation * drawNormalVariate(random)),
};
