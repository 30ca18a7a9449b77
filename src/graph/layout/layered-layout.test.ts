import { expect, test } from 'vitest';
import { createResidualLinks } from '../graphs.fixture.ts';
import type { Link } from './box-layers.ts';
import { arrangeBoxes } from './layered-layout.ts';

const createBoxes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ width: 80 + (index % 3) * 40, height: 40 }));

const getFirstPoint = (path: Float64Array) => [path[0], path[1]];
const getLastPoint = (path: Float64Array) => [path.at(-2), path.at(-1)];

/** Pairs of boxes that overlap. */
function findOverlaps(count: number, links: readonly Link[]): string[] {
  const sizes = createBoxes(count);
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

test('places boxes below their inputs, without overlaps', () => {
  const links = createResidualLinks(200);
  const { y } = arrangeBoxes(createBoxes(200), links);
  expect(links.filter(([from, to]) => y[from]! + 40 > y[to]!)).toEqual([]);
  expect(findOverlaps(200, links)).toEqual([]);
});

test('draws a chain as a straight line', () => {
  const { paths } = arrangeBoxes(createBoxes(5), [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
  ]);
  const across = paths.flatMap((path) => [...path].filter((_, index) => index % 2 === 0));
  expect(new Set(across).size).toBe(1);
});

test('reorders crossing branches to avoid crossings', () => {
  // Two sources, each read by the other side's sink.
  const { x } = arrangeBoxes(createBoxes(4), [
    [0, 3],
    [1, 2],
  ]);
  expect(Math.sign(x[0]! - x[1]!)).toBe(Math.sign(x[3]! - x[2]!));
});

test('places a box without inputs just above its consumer', () => {
  const { y } = arrangeBoxes(createBoxes(5), [
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 3],
  ]);
  expect(y[4]).toBe(y[2]);
});

test('ends an edge at its boxes, and keeps its direction if it closes a cycle', () => {
  const sizes = createBoxes(3);
  const { x, y, paths } = arrangeBoxes(sizes, [
    [0, 1],
    [1, 2],
    [2, 0],
  ]);
  const getCentre = (box: number) => x[box]! + sizes[box]!.width / 2;
  expect(getFirstPoint(paths[0]!)).toEqual([getCentre(0), y[0]! + 40]);
  expect(getLastPoint(paths[0]!)).toEqual([getCentre(1), y[1]!]);
  expect(getFirstPoint(paths[2]!)).toEqual([getCentre(2), y[2]!]);
  expect(getLastPoint(paths[2]!)).toEqual([getCentre(0), y[0]! + 40]);
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
  expect(findOverlaps(count, links)).toEqual([]);
  const { width, height, paths } = arrangeBoxes(createBoxes(count), links);
  expect(Number.isFinite(width) && Number.isFinite(height)).toBe(true);
  expect(paths.every((path) => path.every(Number.isFinite))).toBe(true);
});

test('limits the width of a drawing in which every node of a long chain reads one value', () => {
  const chain = createResidualLinks(3000);
  const mask = Array.from({ length: 2998 }, (_, node): Link => [0, node + 2]);
  const { width, paths } = arrangeBoxes(createBoxes(3000), [...chain, ...mask]);
  expect(paths).toHaveLength(chain.length + mask.length);
  expect(width).toBeLessThan(40_000);
});
