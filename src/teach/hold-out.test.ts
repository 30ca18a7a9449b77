import { expect, test } from 'vitest';
import { chooseHeldOut, countHeldOut, countNeededExamples, minHeldOut } from './hold-out.ts';

const createUndecided = (label: string, count: number) =>
  Array.from({ length: count }, () => ({ label, isHeldOut: null }));

function countHeldOutByClass(labels: readonly string[], heldOut: readonly boolean[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [index, label] of labels.entries()) counts[label] = (counts[label] ?? 0) + (heldOut[index] ? 1 : 0);
  return counts;
}

test('a fifth of each class is held out, at least one and never all', () => {
  const examples = [...createUndecided('cat', 10), ...createUndecided('dog', 25), ...createUndecided('bird', 2)];
  const labels = examples.map(({ label }) => label);
  const heldOut = chooseHeldOut(examples, 0.2, 1);
  expect(countHeldOutByClass(labels, heldOut)).toEqual({ cat: 2, dog: 5, bird: 1 });
  expect(chooseHeldOut(examples, 0.2, 1)).toEqual(heldOut);
  expect(chooseHeldOut(examples, 0.2, 2)).not.toEqual(heldOut);
  expect(chooseHeldOut(createUndecided('cat', 1), 0.9, 1)).toEqual([false]);
});

test('earlier decisions remain when images are added', () => {
  const undecided = createUndecided('cat', 10);
  const decided = chooseHeldOut(undecided, 0.2, 1).map((isHeldOut) => ({ label: 'cat', isHeldOut }));
  const heldOut = chooseHeldOut([...decided, ...createUndecided('cat', 20)], 0.2, 7);
  expect(heldOut.slice(0, 10)).toEqual(decided.map(({ isHeldOut }) => isHeldOut));
  expect(heldOut.filter(Boolean)).toHaveLength(6);
});

test.each([0.1, 0.2, 0.3, 0.5])(
  'returns the minimum number of examples of which enough are held out, at a fraction of %f',
  (fraction) => {
    const needed = countNeededExamples(fraction);
    expect(countHeldOut(needed, fraction)).toBeGreaterThanOrEqual(minHeldOut);
    expect(countHeldOut(needed - 1, fraction)).toBeLessThan(minHeldOut);
  },
);
