import { expect, test } from 'vitest';
import { interleaved, planar, rawBytes } from './pixels.ts';

// Two pixels: red 10, green 20, blue 30; red 40, green 50, blue 60.
const rgba = Uint8ClampedArray.of(10, 20, 30, 255, 40, 50, 60, 0);

test('interleaved values are ordered by pixel, without alpha', () => {
  expect([...interleaved(rgba, { order: 'rgb', ...rawBytes })]).toEqual([10, 20, 30, 40, 50, 60]);
});

test('planar values are ordered by channel, each normalised by its own mean and scale', () => {
  const mean = [10, 20, 30] as const;
  expect([...planar(rgba, { order: 'rgb', mean, scale: [30, 30, 10] })]).toEqual([0, 1, 0, 1, 0, 3]);
  expect([...planar(rgba, { order: 'bgr', ...rawBytes })]).toEqual([30, 60, 20, 50, 10, 40]);
});
