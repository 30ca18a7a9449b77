import { expect, test } from 'vitest';
import { computeIntersectionOverUnion } from './intersection-over-union.ts';

const createBox = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

// Computed by hand.
test.each([
  ['the same box', createBox(0, 0, 10, 10), 1],
  // Intersection 5 x 10, union 100 + 100 - 50.
  ['half overlap', createBox(5, 0, 10, 10), 1 / 3],
  // Intersection 6 x 4, union 100 + 24 - 24.
  ['one inside', createBox(2, 3, 6, 4), 0.24],
  ['side by side', createBox(10, 0, 10, 10), 0],
  ['far apart', createBox(40, 40, 10, 10), 0],
])('the intersection over union of two boxes: %s', (_, box, expected) => {
  expect(computeIntersectionOverUnion(createBox(0, 0, 10, 10), box)).toBeCloseTo(expected, 12);
});
