import { expect, test } from 'vitest';
import { sampleItems } from './sample-items.ts';

const createItems = (sizes: Readonly<Record<string, number>>) =>
  Object.entries(sizes).flatMap(([label, size]) =>
    Array.from({ length: size }, (_, index) => ({
      path: `${label}/${index}`,
      label: { kind: 'class', label } as const,
    })),
  );

// Wikipedia's example of the largest remainder method: 10 seats for 47, 16, 15.8, 12, 6.1 and 3.1% of the votes.
test('samples classes in proportion by the largest remainder method', () => {
  const sample = sampleItems(createItems({ a: 470, b: 160, c: 158, d: 120, e: 61, f: 31 }), 10, 1);
  const counts = Map.groupBy(sample, ({ path }) => path[0]);
  expect([...counts].map(([label, items]) => [label, items.length])).toEqual([
    ['a', 5],
    ['b', 2],
    ['c', 1],
    ['d', 1],
    ['e', 1],
  ]);
});

// Computed by an implementation in Python with integers and fractions.
const twenty = Array.from({ length: 20 }, (_, index) => ({
  path: `${String(index).padStart(2, '0')}.jpg`,
  label: { kind: 'class', label: index < 12 ? 'a' : index < 18 ? 'b' : 'c' } as const,
}));
test.each([
  [42, ['02', '05', '07', '08', '15', '17', '18']],
  [43, ['00', '01', '03', '09', '12', '17', '18']],
])('returns the same sample of seed %i on every platform, regardless of item order', (seed, names) => {
  const paths = (items: typeof twenty) => sampleItems(items, 7, seed).map(({ path }) => path);
  expect(paths(twenty)).toEqual(names.map((name) => `${name}.jpg`));
  expect(paths(twenty.toReversed())).toEqual(paths(twenty));
});

test('chooses between classes with equal remainders by the seed', () => {
  const pairs = Array.from({ length: 20 }, (_, index) => ({
    path: `${String(index).padStart(2, '0')}.jpg`,
    label: { kind: 'class', label: 'abcdefghij'.charAt(index >> 1) } as const,
  }));
  const names = (seed: number) => sampleItems(pairs, 3, seed).map(({ path }) => path.slice(0, 2));
  expect([names(1), names(2)]).toEqual([
    ['02', '10', '16'],
    ['03', '04', '18'],
  ]);
});

test('treats items without classes as one stratum, and limits a sample to the whole dataset', () => {
  const items = ['b', 'a', 'c'].map((path) => ({ path, label: null }));
  expect(sampleItems(items, 2, 7)).toHaveLength(2);
  expect(sampleItems(items, 9, 7).map(({ path }) => path)).toEqual(['a', 'b', 'c']);
});
