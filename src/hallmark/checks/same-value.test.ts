import { expect, test } from 'vitest';
import type { MeasuredGate } from '#core/gate/gate-outcome.ts';
import { computeWilsonInterval } from '#statistics/wilson.ts';
import { isSameValue } from './same-value.ts';

const base = {
  gate: 'quality',
  severity: 'error',
  unit: 'fraction',
  comparator: '>=',
  limit: 0.5,
  isRelative: false,
  state: 'pass',
  n: 1,
} as const;
const createExact = (measured: number): MeasuredGate => ({ ...base, measured, interval: 'exact' });
function createProportion(right: number, n: number): MeasuredGate {
  const [low, high] = computeWilsonInterval(right, n)!;
  return { ...base, measured: right / n, interval: { low, high, confidence: 0.975 } };
}

// Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: the intervals of the differences are 0.0524 to 0.3339,
// 0.1705 to 0.8090, -0.0381 to 0.1926, and -0.1611 to 0.2775 of 0/10 and 0/20.
test.each([
  [createProportion(56, 70), createProportion(48, 80), false],
  [createProportion(9, 10), createProportion(3, 10), false],
  [createProportion(5, 56), createProportion(0, 29), true],
  [createProportion(0, 10), createProportion(0, 20), true],
])('two proportions of the paper are the same if its interval of their difference contains 0', (a, b, isSame) => {
  expect([isSameValue(a, b), isSameValue(b, a)]).toEqual([isSame, isSame]);
});

test('values without sampling error may differ by 1%', () => {
  expect(isSameValue(createExact(100), createExact(100.9))).toBe(true);
  expect(isSameValue(createExact(100), createExact(101.1))).toBe(false);
});

test('an exact value is the same as one whose interval contains it', () => {
  const measured: MeasuredGate = { ...createExact(10), interval: { low: 9, high: 12, confidence: 0.95 } };
  expect([isSameValue(measured, createExact(11.9)), isSameValue(measured, createExact(12.1))]).toEqual([true, false]);
  expect([isSameValue(createExact(9.1), measured), isSameValue(createExact(8.9), measured)]).toEqual([true, false]);
});
