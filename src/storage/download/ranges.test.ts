import { expect, test } from 'vitest';
import { countCoveredBytes, findContiguousEnd, listMissingRanges, addRange, type Range } from './ranges.ts';

test('adjacent and overlapping ranges are merged, and gaps remain', () => {
  const ranges = [[10, 20] as Range, [0, 5] as Range, [5, 8] as Range, [18, 25] as Range].reduce(addRange, []);
  expect(ranges).toEqual([
    [0, 8],
    [10, 25],
  ]);
  expect(countCoveredBytes(ranges)).toBe(23);
  expect(findContiguousEnd(ranges)).toBe(8);
});

test('the contiguous end is 0 while the start is missing', () => {
  expect(findContiguousEnd([[4, 9]])).toBe(0);
  expect(findContiguousEnd([])).toBe(0);
});

test('missing ranges are listed in order, divided into the requested size', () => {
  expect(
    listMissingRanges(
      [
        [4, 6],
        [9, 20],
      ],
      25,
      4,
    ),
  ).toEqual([
    [0, 4],
    [6, 9],
    [20, 24],
    [24, 25],
  ]);
  expect(listMissingRanges([[0, 25]], 25, 4)).toEqual([]);
  expect(listMissingRanges([], 0, 4)).toEqual([]);
});
