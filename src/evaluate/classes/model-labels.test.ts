import { expect, test } from 'vitest';
import { classBalance, rareClasses } from '../dataset/class-balance.ts';
import { matchClasses } from './match-classes.ts';
import { inModelLabels } from './model-labels.ts';

const makeBox = (label: string) => ({ label, x: 0, y: 0, width: 1, height: 1 });

test('classes get the names of the model; boxes of other classes are left out', () => {
  const matches = matchClasses(['Cat', 'cow'], ['cat']);
  expect(inModelLabels({ kind: 'class', label: 'Cat' }, matches)).toEqual({ kind: 'class', label: 'cat' });
  expect(inModelLabels({ kind: 'class', label: 'cow' }, matches)).toBeNull();
  const boxes = ['Cat', 'cow'].map(makeBox);
  expect(inModelLabels({ kind: 'boxes', boxes }, matches)).toEqual({
    kind: 'boxes',
    boxes: [makeBox('cat')],
  });
  expect(inModelLabels({ kind: 'text', text: 'cow' }, matches)).toEqual({ kind: 'text', text: 'cow' });
});

test('the balance of classes is the ratio of the most frequent to the rarest', () => {
  const items = (label: string, length: number) =>
    Array.from({ length }, () => ({ label: { kind: 'class', label } as const }));
  expect(classBalance([...items('a', 2), ...items('b', 20)])).toEqual({
    counts: [
      ['b', 20],
      ['a', 2],
    ],
    ratio: 10,
    isImbalanced: true,
  });
  expect(classBalance([...items('a', 3), ...items('b', 20)]).isImbalanced).toBe(false);
  expect(classBalance([{ label: null }])).toEqual({ counts: [], ratio: null, isImbalanced: false });
  const boxes = ['a', 'b', 'a'].map(makeBox);
  expect(classBalance([{ label: { kind: 'boxes', boxes } }]).ratio).toBe(2);
});

test('classes with a tenth of the items of the most frequent one are rare', () => {
  const items = (label: string, length: number) =>
    Array.from({ length }, () => ({ label: { kind: 'class', label } as const }));
  expect(rareClasses([...items('a', 2), ...items('b', 20), ...items('c', 3)])).toEqual([
    { code: 'class-rare', paths: ['a'] },
  ]);
  expect(rareClasses([...items('b', 20), ...items('c', 3)])).toEqual([]);
});
