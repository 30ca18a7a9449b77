import { expect, test } from 'vitest';
import { rawBytes, toNchw, toNhwc } from './pixels.ts';

// Two pixels: red 10, green 20, blue 30; red 40, green 50, blue 60.
const rgba = Uint8ClampedArray.of(10, 20, 30, 255, 40, 50, 60, 0);

test('NHWC values are ordered by pixel, without alpha', () => {
  expect([...toNhwc(rgba, { order: 'rgb', ...rawBytes })]).toEqual([10, 20, 30, 40, 50, 60]);
});

test('NCHW values are ordered by channel, each normalised by its own mean and standard deviation', () => {
  const mean = [10, 20, 30] as const;
  expect([...toNchw(rgba, { order: 'rgb', mean, std: [30, 30, 10] })]).toEqual([0, 1, 0, 1, 0, 3]);
  expect([...toNchw(rgba, { order: 'bgr', ...rawBytes })]).toEqual([30, 60, 20, 50, 10, 40]);
});
