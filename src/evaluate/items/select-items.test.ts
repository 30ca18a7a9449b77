import { expect, test } from 'vitest';
import type { LabelledItem } from '../dataset/labelled-dataset.ts';
import { toEvaluationItems } from './select-items.ts';

const file = new File([], 'a.png');
const files = new Map(['a.png', 'b.png', 'masks/a.png'].map((path) => [path, { path, file }]));
const matched = new Map([['Cat', 'cat']]);
const selectItems = (items: readonly LabelledItem[], classes: readonly string[], labels?: readonly string[]) =>
  toEvaluationItems({ classes }, items, files, { matched }, labels);

test("gives items the model's labels and omits those of other classes or missing files", () => {
  const label = (name: string) => ({ kind: 'class', label: name }) as const;
  const items = [
    { path: 'a.png', label: label('Cat') },
    { path: 'b.png', label: label('gnu') },
    { path: 'c.png', label: label('Cat') },
  ];
  expect(selectItems(items, ['Cat', 'gnu'], ['cat'])).toEqual([{ path: 'a.png', file, truth: label('cat') }]);
});

test("gives texts of a table the model's labels", () => {
  const items = ['Cat', 'gnu'].map((label) => ({
    path: label,
    text: 'purrs',
    label: { kind: 'class', label } as const,
  }));
  expect(selectItems(items, ['Cat', 'gnu'], ['cat'])).toEqual([
    { path: 'Cat', file: null, text: 'purrs', truth: { kind: 'class', label: 'cat' } },
  ]);
});

test('maps class ids of masks to the model’s labels if it has any', () => {
  const items = [{ path: 'a.png', label: { kind: 'mask', path: 'masks/a.png' } }] as const;
  const selectLabels = (classes: readonly string[], labels?: readonly string[]) =>
    selectItems(items, classes, labels)[0]?.mask?.labels;
  expect(selectLabels(['sky', 'Cat'], ['cat'])).toEqual(['sky', 'cat']);
  expect(selectLabels(['sky', 'Cat'])).toEqual(['0', '1']);
  expect(selectLabels([], ['background', 'cat'])).toEqual(['background', 'cat']);
  expect(selectLabels([])).toHaveLength(255); // 255 is void
});

test('gives items without labels no ground truth', () => {
  expect(selectItems([{ path: 'a.png', label: null }], [])).toEqual([{ path: 'a.png', file, truth: null }]);
});
