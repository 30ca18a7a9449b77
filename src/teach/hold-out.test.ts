import { expect, test } from 'vitest';
import { holdOut } from './hold-out.ts';

const open = (label: string, count: number) => Array.from({ length: count }, () => ({ label, isHeldOut: null }));

function countHeldOut(labels: readonly string[], heldOut: readonly boolean[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [index, label] of labels.entries()) counts[label] = (counts[label] ?? 0) + (heldOut[index] ? 1 : 0);
  return counts;
}

test('a fifth of each class is held out, at least one and never all', () => {
  const examples = [...open('cat', 10), ...open('dog', 25), ...open('bird', 2)];
  const labels = examples.map(({ label }) => label);
  const heldOut = holdOut(examples, 0.2, 1);
  expect(countHeldOut(labels, heldOut)).toEqual({ cat: 2, dog: 5, bird: 1 });
  expect(holdOut(examples, 0.2, 1)).toEqual(heldOut);
  expect(holdOut(examples, 0.2, 2)).not.toEqual(heldOut);
  expect(holdOut(open('cat', 1), 0.9, 1)).toEqual([false]);
});

test('what was decided stays when pictures are added', () => {
  const first = open('cat', 10);
  const decided = holdOut(first, 0.2, 1).map((isHeldOut) => ({ label: 'cat', isHeldOut }));
  const heldOut = holdOut([...decided, ...open('cat', 20)], 0.2, 7);
  expect(heldOut.slice(0, 10)).toEqual(decided.map(({ isHeldOut }) => isHeldOut));
  expect(heldOut.filter(Boolean)).toHaveLength(6);
});
