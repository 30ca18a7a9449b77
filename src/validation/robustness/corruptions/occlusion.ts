import type { ImageCorruption } from '../corruption.ts';

/** Mid-grey, which is near zero after the normalisation of image models. */
const grey = 128;

/** A grey rectangle with the image's aspect ratio at a random position. Constants: its fraction of the area. */
export const occlusion: ImageCorruption = {
  kind: 'image',
  constants: [0.05, 0.1, 0.2, 0.3, 0.4],
  source: 'own-choice',
  isGeometric: false,
  apply: (image, fraction, random) => {
    const { width, height } = image;
    const [coveredWidth, coveredHeight] = [width, height].map((size) => Math.round(size * Math.sqrt(fraction))) as [
      number,
      number,
    ];
    const left = Math.floor(random() * (width - coveredWidth + 1));
    const top = Math.floor(random() * (height - coveredHeight + 1));
    const data = new Uint8ClampedArray(image.data);
    for (let row = top; row < top + coveredHeight; row++)
      for (let index = (row * width + left) * 4; index < (row * width + left + coveredWidth) * 4; index++)
        if (index % 4 !== 3) data[index] = grey;
    return { ...image, data };
  },
};
