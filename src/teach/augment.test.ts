import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { createSyntheticImage } from '#tasks/synthetic-image.fixture.ts';
import { augment, drawAugmentation } from './augment.ts';

/** Red is the column, green the row. */
const image = createSyntheticImage(100, 100, (x, y) => [x, y, 0, 255]);
const none = { isMirrored: false, crop: { size: 1, left: 0, top: 0 }, brightness: 1 };

function pixel(changed: typeof image, x: number, y: number): number[] {
  return [...changed.rgba(changed.width, changed.height, { left: x, top: y, width: 1, height: 1 })];
}

test('mirrored, the last column comes first; the region of a mirrored image is that of the whole', () => {
  const mirrored = augment(image, { ...none, isMirrored: true });
  expect(pixel(mirrored, 0, 7)).toEqual(pixel(image, 99, 7));
  const part = mirrored.rgba(100, 100, { left: 10, top: 3, width: 20, height: 1 });
  expect([part[0], part[19 * 4]]).toEqual([pixel(image, 89, 3)[0], pixel(image, 70, 3)[0]]);
});

test('cropped, the picture is a part of the original', () => {
  const cropped = augment(image, { ...none, crop: { size: 0.8, left: 1, top: 0.5 } });
  expect([cropped.width, cropped.height]).toEqual([80, 80]);
  expect(pixel(cropped, 0, 0)).toEqual(pixel(image, 20, 10));
  expect(pixel(cropped, 79, 79)).toEqual(pixel(image, 99, 89));
});

test('brighter, colours are multiplied and alpha stays', () => {
  expect(pixel(augment(image, { ...none, brightness: 1.2 }), 50, 99)).toEqual([60, 120, 0, 255]);
});

test('only what is chosen changes, by a seed', () => {
  const draw = (seed: number) =>
    drawAugmentation({ mirror: true, crop: false, brightness: false }, createSeededRandom(seed));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(3)).toMatchObject({ crop: { size: 1 }, brightness: 1 });
});
