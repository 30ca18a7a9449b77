import { expect, test } from 'vitest';
import { cropLine } from './crop.ts';
import { reference, toQuad, type ReferencePixels } from './reference-values.fixture.ts';
import {
  createPixelBlock,
  flattenOnWhite,
  rotate90CounterClockwise,
  resize,
  rotate180,
  type PixelBlock,
} from './pixel-block.ts';

/** The image that reference-values.py draws by the same formula. */
const image = createPixelBlock(40, 30);
for (let y = 0, index = 0; y < 30; y++)
  for (let x = 0; x < 40; x++, index += 4)
    image.rgba.set([(x * x + 3 * y) % 256, (x * y) % 256, (x * 6 + y) % 256, 255], index);

function computeMaxDifference(actual: PixelBlock, expected: ReferencePixels): number {
  expect([actual.width, actual.height]).toEqual(expected.size);
  const bgr = Buffer.from(expected.bgr, 'base64');
  return Math.max(
    ...bgr.map((byte, index) => Math.abs(byte - actual.rgba[4 * Math.floor(index / 3) + 2 - (index % 3)]!)),
  );
}

test.each(reference.resized)('resizing to $size matches the bytes of OpenCV within 1', (expected) => {
  expect(computeMaxDifference(resize(image, ...expected.size), expected)).toBeLessThanOrEqual(1);
});

test.each(reference.crops)('cropping to $box matches the bytes of RapidOCR within 1', (expected) => {
  expect(computeMaxDifference(cropLine(image, toQuad(expected.box)), expected)).toBeLessThanOrEqual(1);
});

/** The red channel, one number per pixel. */
const listReds = ({ rgba }: PixelBlock) => [...rgba].filter((_, index) => index % 4 === 0);

test('rotates an image of 3 x 2 by 180 degrees, and by 90 degrees counterclockwise', () => {
  const small = createPixelBlock(3, 2);
  for (let pixel = 0; pixel < 6; pixel++) small.rgba[4 * pixel] = pixel + 1;
  expect(listReds(rotate180(small))).toEqual([6, 5, 4, 3, 2, 1]);
  expect(listReds(rotate90CounterClockwise(small))).toEqual([3, 6, 2, 5, 1, 4]);
  expect(rotate90CounterClockwise(small)).toMatchObject({ width: 2, height: 3 });
});

test('transparent pixels become white, and translucent pixels are blended with white', () => {
  const pixels = { width: 3, height: 1, rgba: Uint8ClampedArray.of(0, 0, 0, 0, 0, 100, 200, 51, 9, 9, 9, 255) };
  flattenOnWhite(pixels);
  expect([...pixels.rgba]).toEqual([255, 255, 255, 255, 204, 224, 244, 255, 9, 9, 9, 255]);
});
