import type { ImageCorruption } from '../corruption.ts';
import { mapColours } from '../map-pixels.ts';

/** Lower contrast. Constants: the remaining fraction of the difference between a pixel and the mean of its channel. */
export const contrast: ImageCorruption = {
  kind: 'image',
  constants: [0.4, 0.3, 0.2, 0.1, 0.05],
  source: 'imagenet-c',
  isGeometric: false,
  apply: (image, remainingFraction) => {
    const sums = [0, 0, 0, 0];
    for (let index = 0; index < image.data.length; index++) sums[index % 4]! += image.data[index]!;
    const means = sums.map((sum) => sum / (image.width * image.height));
    return mapColours(image, (value, channel) => (value - means[channel]!) * remainingFraction + means[channel]!);
  },
};
