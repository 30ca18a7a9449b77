import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { createSyntheticImage } from '#tasks/synthetic-image.fixture.ts';
import { augmentImage, drawAugmentation } from './augment.ts';

/** Red is the column, green the row. */
const image = createSyntheticImage(100, 100, (x, y) => [x, y, 0, 255]);
const noAugmentation = { isMirrored: false, crop: { size: 1, left: 0, top: 0 }, brightness: 1 };

function readPixel(changed: typeof image, x: number, y: number): number[] {
  return [...changed.readRgba(changed.width, changed.height, { left: x, top: y, width: 1, height: 1 })];
}

test('a mirrored image starts with the last column, also in a region', () => {
  const mirrored = augmentImage(image, { ...noAugmentation, isMirrored: true });
  expect(readPixel(mirrored, 0, 7)).toEqual(readPixel(image, 99, 7));
  const part = mirrored.readRgba(100, 100, { left: 10, top: 3, width: 20, height: 1 });
  expect([part[0], part[19 * 4]]).toEqual([readPixel(image, 89, 3)[0], readPixel(image, 70, 3)[0]]);
});

test('a cropped image is a part of the original', () => {
  const cropped = augmentImage(image, { ...noAugmentation, crop: { size: 0.8, left: 1, top: 0.5 } });
  expect([cropped.width, cropped.height]).toEqual([80, 80]);
  expect(readPixel(cropped, 0, 0)).toEqual(readPixel(image, 20, 10));
  expect(readPixel(cropped, 79, 79)).toEqual(readPixel(image, 99, 89));
});

test('a brighter image has multiplied colours and unchanged alpha', () => {
  expect(readPixel(augmentImage(image, { ...noAugmentation, brightness: 1.2 }), 50, 99)).toEqual([60, 120, 0, 255]);
});

test('only the chosen changes are drawn, reproducibly by a seed', () => {
  const drawMirroring = (seed: number) =>
    drawAugmentation({ mirror: true, crop: false, brightness: false }, createSeededRandom(seed));
  expect(drawMirroring(1)).toEqual(drawMirroring(1));
  expect(drawMirroring(3)).toMatchObject({ crop: { size: 1 }, brightness: 1 });
});
