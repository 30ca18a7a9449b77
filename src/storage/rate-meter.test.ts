import { expect, test } from 'vitest';
import { RateMeter } from './rate-meter.ts';

test('says nothing before it has seen enough', () => {
  const meter = new RateMeter();
  meter.mark(0, 0);
  meter.mark(1000, 200);
  expect(meter.bytesPerS).toBeNull();
  expect(meter.leftMs(1000)).toBeNull();
});

test('follows the last five seconds only', () => {
  const meter = new RateMeter();
  for (let second = 0; second <= 20; second++)
    meter.mark(second <= 10 ? second * 1000 : 10_000 + (second - 10) * 100, second * 1000);
  expect(meter.bytesPerS).toBe(100);
  expect(meter.leftMs(1000)).toBe(10_000);
});

test('a stall gives no time left rather than an endless one', () => {
  const meter = new RateMeter();
  meter.mark(500, 0);
  meter.mark(500, 1000);
  expect(meter.leftMs(1000)).toBeNull();
});
