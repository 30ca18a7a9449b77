import { expect, test } from 'vitest';
import { residualLinks } from '../graphs.fixture.ts';
import type { Link } from './box-layers.ts';
import { arrangeBoxes } from './layered-layout.ts';

const boxes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ width: 80 + (index % 3) * 40, height: 40 }));

const firstPoint = (path: Float64Array) => [path[0], path[1]];
const lastPoint = (path: Float64Array) => [path.at(-2), path.at(-1)];

/** Pairs of boxes that overlap. */
function overlaps(count: number, links: readonly Link[]): string[] {
  const sizes = boxes(count);
  const { x, y } = arrangeBoxes(sizes, links);
  return sizes.flatMap(({ width, height }, a) =>
    sizes.flatMap((other, b) => {
      const isApart =
        x[a]! + width <= x[b]! ||
        x[b]! + other.width <= x[a]! ||
        y[a]! + height <= y[b]! ||
        y[b]! + other.height <= y[a]!;
      return a < b && !isApart ? [`${a} ${b}`] : [];
    }),
  );
}

test('boxes are below the boxes they read from, and do not overlap', () => {
  const links = residualLinks(200);
  const { y } = arrangeBoxes(boxes(200), links);
  expect(links.filter(([from, to]) => y[from]! + 40 > y[to]!)).toEqual([]);
  expect(overlaps(200, links)).toEqual([]);
});

test('a chain is a straight line', () => {
  const { paths } = arrangeBoxes(boxes(5), [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
  ]);
  const across = paths.flatMap((path) => [...path].filter((_, index) => index % 2 === 0));
  expect(new Set(across).size).toBe(1);
});

test('crossing branches are reordered without crossings', () => {
  // Two sources, each read by the other side's sink.
  const { x } = arrangeBoxes(boxes(4), [
    [0, 3],
    [1, 2],
  ]);
  expect(Math.sign(x[0]! - x[1]!)).toBe(Math.sign(x[3]! - x[2]!));
});

test('a box that nothing feeds is next to the box that reads it, not at the top', () => {
  const { y } = arrangeBoxes(boxes(5), [
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 3],
  ]);
  expect(y[4]).toBe(y[2]);
});

test('an edge ends at its boxes, and keeps its direction where it closes a cycle', () => {
  const sizes = boxes(3);
  const { x, y, paths } = arrangeBoxes(sizes, [
    [0, 1],
    [1, 2],
    [2, 0],
  ]);
  const centre = (box: number) => x[box]! + sizes[box]!.width / 2;
  expect(firstPoint(paths[0]!)).toEqual([centre(0), y[0]! + 40]);
  expect(lastPoint(paths[0]!)).toEqual([centre(1), y[1]!]);
  expect(firstPoint(paths[2]!)).toEqual([centre(2), y[2]!]);
  expect(lastPoint(paths[2]!)).toEqual([centre(0), y[0]! + 40]);
});

test.each([
  ['no boxes', 0, []],
  ['boxes without edges', 30, []],
  ['an edge from a box to itself', 1, [[0, 0]]],
  [
    'parallel edges',
    2,
    [
      [0, 1],
      [0, 1],
    ],
  ],
  ['a ring', 50, Array.from({ length: 50 }, (_, box) => [box, (box + 1) % 50])],
  ['all pairs', 20, Array.from({ length: 400 }, (_, pair) => [pair % 20, Math.floor(pair / 20)])],
] as [string, number, Link[]][])('draws %s without overlaps', (_, count, links) => {
  expect(overlaps(count, links)).toEqual([]);
  const { width, height, paths } = arrangeBoxes(boxes(count), links);
  expect(Number.isFinite(width) && Number.isFinite(height)).toBe(true);
  expect(paths.every((path) => path.every(Number.isFinite))).toBe(true);
});

test('a value read by every node of a long chain does not dominate the drawing', () => {
  const chain = residualLinks(3000);
  const mask = Array.from({ length: 2998 }, (_, node): Link => [0, node + 2]);
  const { width, paths } = arrangeBoxes(boxes(3000), [...chain, ...mask]);
  expect(paths).toHaveLength(chain.length + mask.length);
  expect(width).toBeLessThan(40_000);
});
