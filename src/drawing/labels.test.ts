import { expect, test } from 'vitest';
import { computeIntersectionOverUnion } from '#metrics/intersection-over-union.ts';
import { placeLabels } from './labels.ts';

const image = { width: 200, height: 100 };
const size = { width: 60, height: 20 };

test('a label is above its box, or inside it if there is no room above', () => {
  const boxes = [
    { x: 10, y: 50, width: 50, height: 40 },
    { x: 100, y: 5, width: 50, height: 40 },
  ];
  expect(placeLabels(boxes, [size, size], image)).toEqual([
    { x: 10, y: 30, ...size },
    { x: 100, y: 5, ...size },
  ]);
});

test('labels of boxes in the same place do not cover each other, and stay inside the image', () => {
  const boxes = Array.from({ length: 4 }, () => ({ x: 170, y: 2, width: 30, height: 90 }));
  const labels = placeLabels(
    boxes,
    boxes.map(() => size),
    image,
  );
  for (const [at, label] of labels.entries()) {
    expect(label.x + label.width).toBeLessThanOrEqual(image.width);
    expect(label.y + label.height).toBeLessThanOrEqual(image.height);
    expect(label.y).toBeGreaterThanOrEqual(0);
    for (const other of labels.slice(at + 1)) expect(computeIntersectionOverUnion(label, other)).toBe(0);
  }
});

test('labels are shown even if there are more than fit', () => {
  const boxes = Array.from({ length: 20 }, () => ({ x: 0, y: 0, width: 200, height: 100 }));
  expect(
    placeLabels(
      boxes,
      boxes.map(() => size),
      image,
    ),
  ).toHaveLength(20);
});
