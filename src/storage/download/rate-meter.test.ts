import { expect, test } from 'vitest';
import { RateMeter } from './rate-meter.ts';

test('the rate is null until enough time has passed', () => {
  const meter = new RateMeter();
  meter.mark(0, 0);
  meter.mark(1000, 200);
  expect(meter.bytesPerS).toBeNull();
  expect(meter.estimateRemainingMs(1000)).toBeNull();
});

test('the rate is computed over the last five seconds', () => {
  const meter = new RateMeter();
  for (let second = 0; second <= 20; second++)
    meter.mark(second <= 10 ? second * 1000 : 10_000 + (second - 10) * 100, second * 1000);
  expect(meter.bytesPerS).toBe(100);
  expect(meter.estimateRemainingMs(1000)).toBe(10_000);
});

test('the remaining time is null while a download stalls', () => {
  const meter = new RateMeter();
  meter.mark(500, 0);
  meter.mark(500, 1000);
  expect(meter.estimateRemainingMs(1000)).toBeNull();
});
