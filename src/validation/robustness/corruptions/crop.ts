import type { ImageCorruption } from '../corruption.ts';

/** A crop at a random position. Constants: the width and height of the crop as a fraction of the image's. */
export const crop: ImageCorruption = {
  kind: 'image',
  constants: [0.9, 0.8, 0.7, 0.6, 0.5],
  source: 'own-choice',
  isGeometric: true,
  apply: ({ width, height, data }, fraction, random) => {
    const [newWidth, newHeight] = [width, height].map((size) => Math.max(1, Math.round(size * fraction))) as [
      number,
      number,
    ];
    const left = Math.floor(random() * (width - newWidth + 1));
    const top = Math.floor(random() * (height - newHeight + 1));
    const cropped = new Uint8ClampedArray(newWidth * newHeight * 4);
    for (let row = 0; row < newHeight; row++) {
      const start = ((top + row) * width + left) * 4;
      cropped.set(data.subarray(start, start + newWidth * 4), row * newWidth * 4);
    }
    return { width: newWidth, height: newHeight, data: cropped };
  },
};
