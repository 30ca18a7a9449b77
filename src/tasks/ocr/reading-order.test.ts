import { expect, test } from 'vitest';
import type { Point, Quad } from './geometry.ts';
import { reference, toQuad, sampleNames, truth } from './reference-values.fixture.ts';
import { sortByReadingOrder } from './reading-order.ts';

function createPiece(text: string, left: number, top: number, width: number, angle = 0, upsideDown = false) {
  const toCorner = (x: number, y: number): Point => ({
    x: x * Math.cos(angle) - y * Math.sin(angle),
    y: x * Math.sin(angle) + y * Math.cos(angle),
  });
  const [right, bottom] = [left + width, top + 20];
  const quad: Quad = [toCorner(left, top), toCorner(right, top), toCorner(right, bottom), toCorner(left, bottom)];
  return { text, quad, upsideDown };
}

const readTexts = (...pieces: ReturnType<typeof createPiece>[]) =>
  sortByReadingOrder(pieces).map((row) => row.map(({ text }) => text));

test('pieces side by side are one row from left to right, and rows are sorted from the top', () => {
  expect(
    readTexts(
      createPiece('d', 0, 60, 50),
      createPiece('c', 120, 2, 40),
      createPiece('b', 60, 0, 40),
      createPiece('a', 0, 1, 40),
    ),
  ).toEqual([['a', 'b', 'c'], ['d']]);
});

test('rows of a slanted page follow its slant', () => {
  const angle = -0.3;
  const slantedPieces = [
    createPiece('b', 300, 0, 200, angle),
    createPiece('c', 0, 30, 200, angle),
    createPiece('a', 0, 0, 200, angle),
  ];
  expect(readTexts(...slantedPieces)).toEqual([['a', 'b'], ['c']]);
});

test('an upside-down page is read from its own top', () => {
  const flippedPiece = (text: string, left: number, top: number) => createPiece(text, left, top, 100, 0, true);
  expect(readTexts(flippedPiece('last', 0, 0), flippedPiece('second', 0, 50), flippedPiece('first', 150, 50))).toEqual([
    ['first', 'second'],
    ['last'],
  ]);
});

test('columns of prose under a common title are read one after the other', () => {
  const column = (name: string, left: number) =>
    [40, 70, 100].map((top, row) => createPiece(`${name}${row}`, left, top, 200));
  expect(
    readTexts(
      createPiece('title', 0, 0, 450),
      ...column('b', 250),
      ...column('a', 0),
      createPiece('foot', 0, 130, 450),
    ).flat(),
  ).toEqual(['title', 'a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'foot']);
});

test('a list with short values on the right is read row by row', () => {
  const items = [0, 30, 60].flatMap((top, row) => [
    createPiece(`item${row}`, 0, top, 160),
    createPiece(`${row}.50`, 300, top, 50),
  ]);
  expect(readTexts(...items)).toEqual([
    ['item0', '0.50'],
    ['item1', '1.50'],
    ['item2', '2.50'],
  ]);
});

test.each(sampleNames)('the boxes that RapidOCR finds are read in the order of the true text: %s', (name) => {
  const pieces = reference.images[name].map(({ box, text }) => ({ text, quad: toQuad(box), upsideDown: false }));
  const actual = sortByReadingOrder(pieces).flat();
  const order = actual.map(({ text }) => findNearestLine(text, truth[name]));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

/** The index of the true line that shares most groups of four letters with the recognised one. */
function findNearestLine(text: string, lines: readonly string[]): number {
  const groups = Array.from({ length: text.length - 3 }, (_, start) => text.slice(start, start + 4));
  const countShared = (line: string) => groups.filter((group) => line.includes(group)).length;
  return lines.indexOf(lines.toSorted((a, b) => countShared(b) - countShared(a))[0]!);
}
