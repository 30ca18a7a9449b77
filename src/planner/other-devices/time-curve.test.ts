import { expect, test } from 'vitest';
import type { DeviceSpecification, Processor } from './device-specification.ts';
import { listTimePoints } from './forecast-on-processor.ts';
import { otherDevices } from './index.ts';
import { checkTimeCurve, fitTimeCurve, readTimeCurve } from './time-curve.ts';

const squareRootPoints = [1, 2, 3, 4, 5, 6].map((n) => ({ operations: 10 ** n, ms: 7 * 10 ** (n / 2) }));

test('fits the exponent and scale of a power law', () => {
  const curve = fitTimeCurve(squareRootPoints); // ms = 7 * sqrt(operations)
  expect(curve.exponent).toBeCloseTo(0.5, 10);
  expect(curve.scale).toBeCloseTo(7, 10);
  expect(readTimeCurve(curve, 400).expectedMs).toBeCloseTo(140, 8);
});

test('uses the median speed if there are only a few times', () => {
  const curve = fitTimeCurve([
    { operations: 100, ms: 1 },
    { operations: 100, ms: 2 },
    { operations: 1000, ms: 30 },
  ]);
  expect(readTimeCurve(curve, 200).expectedMs).toBeCloseTo(4, 10); // speeds 100, 50 and 33.3
});

test('a single time gives a range of a factor of four', () => {
  const { lowMs, expectedMs, highMs } = readTimeCurve(fitTimeCurve([{ operations: 1e9, ms: 8 }]), 1e9);
  expect([lowMs, expectedMs, highMs].map((ms) => Number(ms.toFixed(6)))).toEqual([2, 8, 32]);
});

test('beyond the largest known model the speed is constant, and the range includes the power law', () => {
  const { lowMs, expectedMs } = readTimeCurve(fitTimeCurve(squareRootPoints), 1e8);
  expect(expectedMs).toBeCloseTo(7000 * 100, 4); // 100 times the 7000 ms of the largest
  expect(lowMs).toBeCloseTo(70_000 / 1.1, 4); // by the power law, whose only error is the extension by a factor of 1.1
});

const processors = Object.values(otherDevices).flatMap((device: DeviceSpecification) => device.processors);
const listFloatPoints = (processor: Processor) => listTimePoints(processor, 'float');

test('at least 95 % of published times are in the range forecast from the other models', () => {
  const checks = processors
    .map(listFloatPoints)
    .filter((points) => points.length >= 6)
    .flatMap(checkTimeCurve);
  expect(checks.length).toBeGreaterThan(300);
  const inside = checks.filter(({ isInside }) => isInside).length;
  expect(inside / checks.length).toBeGreaterThan(0.95);
});

test('the median deviation of forecasts from published times is at most a factor of 1.5 per processor', () => {
  for (const processor of processors) {
    const points = listFloatPoints(processor);
    if (points.length < 6) continue;
    const errors = checkTimeCurve(points).map(({ ratio }) => Math.max(ratio, 1 / ratio));
    const median = errors.sort((a, b) => a - b)[errors.length >> 1];
    expect(median, processor.name).toBeLessThanOrEqual(1.5);
  }
});
