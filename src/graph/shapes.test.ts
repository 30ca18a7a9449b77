import { expect, test } from 'vitest';
import { gather, reduceShape, countWindows, countPaddedWindows } from './shapes.ts';
import { createValue } from './value.ts';

// Sizes by numpy: zeros((2, 3, 4)).sum(axis), take(x, indices, axis).
test('reduction removes axes or sets them to 1', () => {
  expect(reduceShape([2, 3, 4], [-1], false)).toEqual([2, 3]);
  expect(reduceShape([2, 3, 4], [0, 2], true)).toEqual([1, 3, 1]);
});

test('gather replaces the axis with the shape of the indices and selects known contents', () => {
  expect(gather(createValue('float32', [2, 3, 4]), createValue('int64', [5, 6]), 1)?.shape).toEqual([2, 5, 6, 4]);
  expect(gather(createValue('int64', [3], [7, 8, 9]), createValue('int64', [], [-1]), 0)).toEqual(
    createValue('int64', [], [9]),
  );
  expect(gather(createValue('float32', [2]), createValue('int64', [1]), 1)).toBeNull();
});

// Sizes by PyTorch: MaxPool2d(kernel, stride, padding, dilation, ceil_mode).
test('counts windows along an axis as PyTorch does', () => {
  expect(countWindows(224, { kernel: 7, stride: 2, dilation: 1, before: 3, after: 3 })).toBe(112);
  expect(countWindows(10, { kernel: 3, stride: 1, dilation: 2 })).toBe(6);
  expect(countWindows(6, { kernel: 3, stride: 2, dilation: 1 }, true)).toBe(3);
  expect(countWindows(4, { kernel: 1, stride: 3, dilation: 1, before: 0, after: 1 }, true)).toBe(2);
  expect(countWindows(2, { kernel: 3, stride: 1, dilation: 1 })).toBeNull();
  expect(countPaddedWindows(5, 2)).toBe(3);
});
