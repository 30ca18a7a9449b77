import { expect, test } from 'vitest';
import { buildHistogram } from './histogram.ts';

test('every sample is within the edges of its bin', () => {
  const samples = [50.1, 50.1, 52.7, 51.3, 130];
  const { widthMs, bins } = buildHistogram(samples);
  expect(bins.reduce((sum, [, count]) => sum + count, 0)).toBe(5);
  for (const sample of samples) {
    expect(bins.some(([index]) => index * widthMs <= sample && sample <= (index + 1) * widthMs)).toBe(true);
  }
});

test('an outlier does not widen the bins', () => {
  const close = Array.from({ length: 30 }, (_, i) => 50 + i / 1_000);
  expect(buildHistogram([...close, 5_000]).widthMs).toBe(buildHistogram(close).widthMs);
});

test('5,000 distinct samples give at most 64 bins, in order', () => {
  const { bins, widthMs } = buildHistogram(Array.from({ length: 5_000 }, (_, i) => 10 + i / 1_000));
  expect(bins.length).toBeLessThanOrEqual(64);
  expect(widthMs).toBe(0.1); // 5 ms over 64 bins are 0.078: the next of 1, 2, 5
  expect(bins.map(([index]) => index)).toEqual(bins.map(([index]) => index).toSorted((a, b) => a - b));
});

test('samples of 0, from a coarse clock, share one bin', () => {
  expect(buildHistogram([0, 0, 0])).toMatchObject({ bins: [[0, 3]] });
});
