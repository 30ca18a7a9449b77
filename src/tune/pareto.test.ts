import { expect, test } from 'vitest';
import { chooseByWeight, findFront } from './pareto.ts';

const fast = { key: 'fast', ms: 10, memoryBytes: 400 };
const small = { key: 'small', ms: 40, memoryBytes: 100 };
const middle = { key: 'middle', ms: 15, memoryBytes: 150 };
const worse = { key: 'worse', ms: 16, memoryBytes: 150 };
const all = [worse, fast, middle, small];

test('a point is dominated if another is equal in one dimension and better in the other', () => {
  expect(findFront(all)).toEqual([fast, middle, small]);
});

test('equal points do not dominate each other', () => {
  expect(findFront([middle, { ...middle, key: 'same' }])).toHaveLength(2);
});

test('a higher weight of memory moves the choice from the fastest to the smallest configuration', () => {
  // Products of ms and bytes, the geometric mean with equal weights: 4000, 4000, 2250 and 2400.
  expect([0, 0.5, 1].map((weight) => chooseByWeight(all, weight)?.key)).toEqual(['fast', 'middle', 'small']);
  expect(chooseByWeight([], 0.5)).toBeNull();
});
