import type { ImageCorruption } from '../corruption.ts';

/**
 * Higher brightness. Constants: the increase of the value (the largest channel) in HSV, as a fraction of white. Hue and
 * saturation do not change, so all channels are multiplied by the same factor; black becomes grey.
 */
export const brightness: ImageCorruption = {
  kind: 'image',
  constants: [0.1, 0.2, 0.3, 0.4, 0.5],
  source: 'imagenet-c',
  isGeometric: false,
  apply: (image, addedFraction) => {
    const data = new Uint8ClampedArray(image.data);
    for (let index = 0; index < data.length; index += 4) {
      const value = Math.max(data[index]!, data[index + 1]!, data[index + 2]!);
      const brighter = Math.min(255, value + 255 * addedFraction);
      for (let channel = index; channel < index + 3; channel++)
        data[channel] = value === 0 ? brighter : (data[channel]! * brighter) / value;
    }
    return { ...image, data };
  },
};
