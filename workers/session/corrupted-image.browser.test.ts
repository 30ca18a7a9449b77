import { expect, test } from 'vitest';
import { listValidCorruptions } from '#validation/robustness/suite.ts';
import { corruptImage } from '#sessions/corrupt-image.ts';
import { browserImages, openImage } from './decode-image.ts';

const size = { width: 512, height: 320 };

/** Creates an image with a dark left and a bright right half. */
function createHalves(): ImageData {
  const { width, height } = size;
  const image = new ImageData(width, height);
  for (let index = 0; index < image.data.length; index++)
    image.data[index] = index % 4 === 3 ? 255 : (index / 4) % width < width / 2 ? 60 : 180;
  return image;
}

test.each(listValidCorruptions('image', 'class'))(
  '%s changes the pixels of an image, but not its reported size',
  async (id) => {
    const clean = (await openImage(createHalves())).readRgba(64, 40);
    const image = await corruptImage(
      await openImage(createHalves()),
      { corruption: id, severity: 3, seed: 1 },
      'class',
      browserImages,
    );
    expect(image).toMatchObject(size);
    const corrupted = image.readRgba(64, 40);
    image.close();
    expect(corrupted).toHaveLength(64 * 40 * 4);
    const changed = corrupted.filter((value, index) => value !== clean[index]).length;
    expect(changed).toBeGreaterThan(20);
    expect(corrupted.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
  },
);

test('the same seed gives the same image, and another seed a different one', async () => {
  const createNoisyPixels = async (seed: number) => {
    const corruption = { corruption: 'gaussian-noise', severity: 1, seed } as const;
    const image = await corruptImage(await openImage(createHalves()), corruption, 'boxes', browserImages);
    const pixels = image.readRgba(64, 40);
    image.close();
    return pixels;
  };
  expect(await createNoisyPixels(1)).toEqual(await createNoisyPixels(1));
  expect(await createNoisyPixels(1)).not.toEqual(await createNoisyPixels(2));
});
