import { describe, expect, test } from 'vitest';
import { createSyntheticImage, type Colour } from '../synthetic-image.fixture.ts';
import { convertToMnist } from './convert-to-mnist.ts';

const black: Colour = [0, 0, 0, 255];
const white: Colour = [255, 255, 255, 255];
const transparent: Colour = [0, 0, 0, 0];

const blank = expect.objectContaining({ code: 'input-blank' });

/** A bar of ink, 20 wide and 100 tall at (70, 40), on paper of 280 x 280. */
const drawBar = (ink: Colour, paper: Colour) =>
  createSyntheticImage(280, 280, (x, y) => (x > 70 && x < 90 && y > 40 && y < 140 ? ink : paper));

/** The first and last rows and columns with ink. */
function findInkExtent(image: Float32Array) {
  const inked = [...image.keys()].filter((pixel) => image[pixel]! > 0);
  const [columns, rows] = [inked.map((pixel) => pixel % 28), inked.map((pixel) => Math.floor(pixel / 28))];
  return { left: Math.min(...columns), right: Math.max(...columns), top: Math.min(...rows), bottom: Math.max(...rows) };
}

describe('a bar 20 x 100 becomes 4 x 20 with its centre of mass at 14, 14', () => {
  test.each([
    ['dark on light', drawBar(black, white)],
    ['light on dark', drawBar(white, black)],
    ['dark on a transparent canvas', drawBar(black, transparent)],
    ['light on a transparent canvas', drawBar(white, transparent)],
    ['on shaded paper', drawBar([40, 40, 40, 255], [200, 190, 180, 255])],
  ])('%s', (_, drawn) => {
    const image = convertToMnist(drawn);
    expect(findInkExtent(image)).toEqual({ left: 12, right: 15, top: 4, bottom: 23 });
    expect(Math.max(...image)).toBeCloseTo(1, 5);
    // 4 x 20 pixels of full ink.
    expect(image.reduce((sum, ink) => sum + ink, 0)).toBeCloseTo(80, 3);
  });
});

test('a drawing is positioned by its centre of mass, not by the centre of its bounding box', () => {
  // A 7 of 100 x 100: a bar across the top and a stem at the right, 20 thick. Scaled by 20 / 100 its ink is 20 x 4 at x
  // 10, y 2 and 4 x 16 at x 18, y 12: the centre of mass is at x 13.56, y 6.44, so the box's corner is at 14 -
  // 13.56 = 0.44 and 14 - 6.44 = 7.56, rounded 0 and 8.
  const seven = createSyntheticImage(280, 280, (x, y) => {
    const inBox = x > 100 && x < 200 && y > 100 && y < 200;
    return inBox && (y < 120 || x > 180) ? black : white;
  });
  expect(findInkExtent(convertToMnist(seven))).toEqual({ left: 0, right: 19, top: 8, bottom: 27 });
});

test('an image with only faint noise is rejected as blank', () => {
  const noisy = createSyntheticImage(280, 280, (x, y) => {
    const level = 240 + ((Math.floor(x) * 7 + Math.floor(y) * 13) % 15);
    return [level, level, level, 255];
  });
  expect(() => convertToMnist(noisy)).toThrow(blank);
});

test.each([
  ['paper alone', 280, white],
  ['one pixel', 1, black],
  ['a transparent image', 280, transparent],
  ['a transparent image with hidden colours', 28, [200, 10, 10, 0]],
] as const)('%s is rejected as blank', (_, side, colour) => {
  expect(() => convertToMnist(createSyntheticImage(side, side, () => colour))).toThrow(blank);
});

test('a large image is downscaled with the same result, and a small one is not scaled', () => {
  const large = createSyntheticImage(2800, 2800, (x, y) => (x > 700 && x < 900 && y > 400 && y < 1400 ? black : white));
  expect(convertToMnist(large)).toEqual(convertToMnist(drawBar(black, white)));
  const dot = createSyntheticImage(28, 28, (x, y) => (x > 10 && x < 11 && y > 10 && y < 11 ? black : white));
  expect(findInkExtent(convertToMnist(dot))).toEqual({ left: 4, right: 23, top: 4, bottom: 23 });
});
