import { expect, test } from 'vitest';
import { createLetterbox, fitInSquare } from './letterbox.ts';
import { createSyntheticImage } from './synthetic-image.fixture.ts';

const wide = createSyntheticImage(8, 4, () => [255, 0, 0, 255]);
const listReds = (rgba: Uint8ClampedArray) =>
  Array.from({ length: 4 }, (_, row) => [0, 1, 2, 3].map((column) => rgba[4 * (4 * row + column)]));

test('an image twice as wide as tall fills half of the square, at the top or in the middle', () => {
  const [full, grey] = [Array(4).fill(255), Array(4).fill(114)];
  const top = fitInSquare(wide, 4, 'top-left');
  expect(top).toEqual({ scale: 0.5, left: 0, top: 0 });
  expect(listReds(createLetterbox(wide, 4, top, 114))).toEqual([full, full, grey, grey]);
  const middle = fitInSquare(wide, 4, 'middle');
  expect(middle).toEqual({ scale: 0.5, left: 0, top: 1 });
  expect(listReds(createLetterbox(wide, 4, middle, 114))).toEqual([grey, full, full, grey]);
});
