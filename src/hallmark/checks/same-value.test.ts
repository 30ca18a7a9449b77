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
const exact = (measured: number): MeasuredGate => ({ ...base, measured, interval: 'exact' });
function proportion(right: number, n: number): MeasuredGate {
  const [low, high] = computeWilsonInterval(right, n)!;
  return { ...base, measured: right / n, interval: { low, high, confidence: 0.975 } };
}

// Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: the intervals of the differences are 0.0524 to 0.3339,
// 0.1705 to 0.8090, -0.0381 to 0.1926, and -0.1611 to 0.2775 of 0/10 and 0/20.
test.each([
  [proportion(56, 70), proportion(48, 80), false],
  [proportion(9, 10), proportion(3, 10), false],
  [proportion(5, 56), proportion(0, 29), true],
  [proportion(0, 10), proportion(0, 20), true],
])('two proportions of the paper are the same if its interval of their difference contains 0', (a, b, isSame) => {
  expect([isSameValue(a, b), isSameValue(b, a)]).toEqual([isSame, isSame]);
});

test('values without sampling error may differ by 1%', () => {
  expect(isSameValue(exact(100), exact(100.9))).toBe(true);
  expect(isSameValue(exact(100), exact(101.1))).toBe(false);
});

test('an exact value is the same as one whose interval contains it', () => {
  const measured: MeasuredGate = { ...exact(10), interval: { low: 9, high: 12, confidence: 0.95 } };
  expect([isSameValue(measured, exact(11.9)), isSameValue(measured, exact(12.1))]).toEqual([true, false]);
  expect([isSameValue(exact(9.1), measured), isSameValue(exact(8.9), measured)]).toEqual([true, false]);
});
