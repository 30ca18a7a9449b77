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
function createProportion(successes: number, n: number): MeasuredGate {
  const [low, high] = computeWilsonInterval(successes, n)!;
  return { ...base, measured: successes / n, interval: { low, high, confidence: 0.95 } };
}

interface PairOfProportions {
  /** Successes and sample size. */
  readonly first: [number, number];
  readonly second: [number, number];
  /** The interval of their difference. */
  readonly interval: [number, number];
  readonly isSame: boolean;
}

// Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: the interval of the difference of each pair.
test.each<PairOfProportions>([
  { first: [56, 70], second: [48, 80], interval: [0.0524, 0.3339], isSame: false },
  { first: [9, 10], second: [3, 10], interval: [0.1705, 0.809], isSame: false },
  { first: [5, 56], second: [0, 29], interval: [-0.0381, 0.1926], isSame: true },
  { first: [0, 10], second: [0, 20], interval: [-0.1611, 0.2775], isSame: true },
])('proportions whose difference has the interval $interval are the same: $isSame', ({ first, second, isSame }) => {
  const [a, b] = [createProportion(...first), createProportion(...second)];
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
