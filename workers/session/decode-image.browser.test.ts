import { expect, test } from 'vitest';
import { openImage } from './decode-image.ts';

test('a file that is not an image is rejected with the reason', async () => {
  await expect(openImage(new File(['no'], 'notes.png'))).rejects.toMatchObject({
    code: 'file-unreadable',
    facts: { file: 'notes.png', reason: 'not-an-image' },
  });
});

test('a region of an image has the same pixels as the whole image', async () => {
  const pixels = new ImageData(40, 30);
  for (let index = 0; index < 40 * 30; index++)
    pixels.data.set([6 * (index % 40), 8 * Math.floor(index / 40), 0, 255], 4 * index);
  const image = await openImage(pixels);
  const whole = image.readRgba(80, 60);
  const region = image.readRgba(80, 60, { left: 30, top: 20, width: 25, height: 15 });
  image.close();
  expect(region).toHaveLength(4 * 25 * 15);
  let maxDifference = 0;
  for (let i = 0; i < region.length; i++) {
    const [row, column] = [Math.floor(i / 100), i % 100];
    maxDifference = Math.max(maxDifference, Math.abs(region[i]! - whole[4 * (80 * (20 + row) + 30) + column]!));
  }
  // The image changes by 3 and 4 levels per pixel, so these differences correspond to an offset of less than one pixel.
  expect(maxDifference).toBeLessThanOrEqual(1);
});

test('transparent pixels do not show the previous image of the same size', async () => {
  const opaque = await openImage(new ImageData(new Uint8ClampedArray(16).fill(255), 2, 2));
  const transparent = await openImage(new ImageData(2, 2));
  expect(opaque.readRgba(2, 2)).toEqual(new Uint8ClampedArray(16).fill(255));
  expect(transparent.readRgba(2, 2)).toEqual(new Uint8ClampedArray(16));
});
