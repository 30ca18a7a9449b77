import { expect, test } from 'vitest';
import { measureClassBalance, findRareClasses } from '../dataset/class-balance.ts';
import { matchClasses } from './match-classes.ts';
import { toModelLabels } from './model-labels.ts';

const createBox = (label: string) => ({ label, x: 0, y: 0, width: 1, height: 1 });

test('replaces classes by model labels and omits boxes of other classes', () => {
  const matches = matchClasses(['Cat', 'cow'], ['cat']);
  expect(toModelLabels({ kind: 'class', label: 'Cat' }, matches)).toEqual({ kind: 'class', label: 'cat' });
  expect(toModelLabels({ kind: 'class', label: 'cow' }, matches)).toBeNull();
  const boxes = ['Cat', 'cow'].map(createBox);
  expect(toModelLabels({ kind: 'boxes', boxes }, matches)).toEqual({
    kind: 'boxes',
    boxes: [createBox('cat')],
  });
  expect(toModelLabels({ kind: 'text', text: 'cow' }, matches)).toEqual({ kind: 'text', text: 'cow' });
});

test('measures class balance as the ratio of the most frequent class to the rarest', () => {
  const items = (label: string, length: number) =>
    Array.from({ length }, () => ({ label: { kind: 'class', label } as const }));
  expect(measureClassBalance([...items('a', 2), ...items('b', 20)])).toEqual({
    counts: [
      ['b', 20],
      ['a', 2],
    ],
    ratio: 10,
    isImbalanced: true,
  });
  expect(measureClassBalance([...items('a', 3), ...items('b', 20)]).isImbalanced).toBe(false);
  expect(measureClassBalance([{ label: null }])).toEqual({ counts: [], ratio: null, isImbalanced: false });
  const boxes = ['a', 'b', 'a'].map(createBox);
  expect(measureClassBalance([{ label: { kind: 'boxes', boxes } }]).ratio).toBe(2);
});

test('reports classes with at most a tenth of the items of the most frequent class as rare', () => {
  const items = (label: string, length: number) =>
    Array.from({ length }, () => ({ label: { kind: 'class', label } as const }));
  expect(findRareClasses([...items('a', 2), ...items('b', 20), ...items('c', 3)])).toEqual([
    { code: 'class-rare', paths: ['a'] },
  ]);
  expect(findRareClasses([...items('b', 20), ...items('c', 3)])).toEqual([]);
});
