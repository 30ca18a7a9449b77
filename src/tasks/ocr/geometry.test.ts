import { expect, test } from 'vitest';
import { findConvexHull, findMinAreaRectangle, computePerimeter, computeArea, type Point } from './geometry.ts';
import { unclip } from './unclip.ts';

const toPoints = (...numbers: number[]): Point[] =>
  Array.from({ length: numbers.length / 2 }, (_, index) => ({ x: numbers[2 * index]!, y: numbers[2 * index + 1]! }));

test('area and perimeter of a 3-4-5 triangle are 6 and 12', () => {
  const triangle = toPoints(0, 0, 4, 0, 0, 3);
  expect(computeArea(triangle)).toBe(6);
  expect(computePerimeter(triangle)).toBe(12);
});

test('the hull omits points inside and on sides', () => {
  expect(findConvexHull(toPoints(0, 0, 2, 0, 4, 0, 4, 4, 0, 4, 2, 2))).toEqual(toPoints(0, 0, 4, 0, 4, 4, 0, 4));
});

test('the minimum rectangle around a rotated square is that square, not its bounding box', () => {
  const { quad, shortSide } = findMinAreaRectangle(toPoints(5, 0, 10, 5, 5, 10, 0, 5, 5, 5))!;
  expect(shortSide).toBeCloseTo(Math.sqrt(50));
  expect(computeArea(quad)).toBeCloseTo(50);
});

test('the corners of a rectangle are clockwise from the top left', () => {
  const { quad } = findMinAreaRectangle(toPoints(9, 7, 2, 3, 9, 3, 2, 7))!;
  expect(quad).toEqual(toPoints(2, 3, 9, 3, 9, 7, 2, 7));
});

test('collinear points have no rectangle', () => {
  expect(findMinAreaRectangle(toPoints(0, 0, 1, 1, 5, 5))).toBeNull();
});

test('unclipping grows a rectangle by area * ratio / perimeter on every side', () => {
  const [topLeft, topRight, bottomRight, bottomLeft] = toPoints(10, 10, 50, 10, 50, 20, 10, 20) as [
    Point,
    Point,
    Point,
    Point,
  ];
  // 40 x 10: 400 * 2 / 100 = 8.
  const { quad } = findMinAreaRectangle(unclip([topLeft, topRight, bottomRight, bottomLeft], 2))!;
  expect(quad).toEqual(toPoints(2, 2, 58, 2, 58, 28, 2, 28));
});
