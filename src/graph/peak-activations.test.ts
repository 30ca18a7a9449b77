import { expect, test } from 'vitest';
import { findPeakActivations } from './peak-activations.ts';

const sizes: Readonly<Record<string, number | null>> = { x: 8, a: 100, b: 10, c: 1, weights: 0, unknown: null };
const countTensorBytes = (name: string) => sizes[name] ?? null;

test('a result is live from its producer to its last consumer', () => {
  const steps = [
    { inputs: ['x', 'weights'], outputs: ['a'] }, // 8 + 100
    { inputs: ['a'], outputs: ['b'] }, // 100 + 10, x is freed
    { inputs: ['b'], outputs: ['c'] }, // 10 + 1
  ];
  expect(findPeakActivations(steps, { start: ['x'], end: ['c'], countTensorBytes })).toBe(110);
});

test('counts values that are always live at every node', () => {
  const steps = [
    { inputs: ['x'], outputs: ['a'] },
    { inputs: ['a'], outputs: ['b'] },
  ];
  expect(findPeakActivations(steps, { start: ['x'], end: ['x', 'b'], countTensorBytes })).toBe(118);
});

test('the peak is unknown if any result has an unknown size', () => {
  const steps = [{ inputs: ['x'], outputs: ['unknown'] }];
  expect(findPeakActivations(steps, { start: ['x'], end: [], countTensorBytes })).toBeNull();
});
