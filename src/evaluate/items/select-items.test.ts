import { expect, test } from 'vitest';
import type { LabelledItem } from '../dataset/labelled-dataset.ts';
import { toEvaluationItems } from './select-items.ts';

const file = new File([], 'a.png');
const files = new Map(['a.png', 'b.png', 'masks/a.png'].map((path) => [path, { path, file }]));
const matched = new Map([['Cat', 'cat']]);
const selectItems = (items: readonly LabelledItem[], classes: readonly string[], labels?: readonly string[]) =>
  toEvaluationItems({ classes }, items, files, { matched }, labels);

test("items get the model's labels; items of other classes or of missing files are omitted", () => {
  const label = (name: string) => ({ kind: 'class', label: name }) as const;
  const items = [
    { path: 'a.png', label: label('Cat') },
    { path: 'b.png', label: label('gnu') },
    { path: 'c.png', label: label('Cat') },
  ];
  expect(selectItems(items, ['Cat', 'gnu'], ['cat'])).toEqual([{ path: 'a.png', file, truth: label('cat') }]);
});

test("texts of a table get the model's labels as files do", () => {
  const items = ['Cat', 'gnu'].map((label) => ({
    path: label,
    text: 'purrs',
    label: { kind: 'class', label } as const,
  }));
  expect(selectItems(items, ['Cat', 'gnu'], ['cat'])).toEqual([
    { path: 'Cat', file: null, text: 'purrs', truth: { kind: 'class', label: 'cat' } },
  ]);
});

test('the class ids of masks have names of the model, or stay ids if it has none', () => {
  const items = [{ path: 'a.png', label: { kind: 'mask', path: 'masks/a.png' } }] as const;
  const selectLabels = (classes: readonly string[], labels?: readonly string[]) =>
    selectItems(items, classes, labels)[0]?.mask?.labels;
  expect(selectLabels(['sky', 'Cat'], ['cat'])).toEqual(['sky', 'cat']);
  expect(selectLabels(['sky', 'Cat'])).toEqual(['0', '1']);
  expect(selectLabels([], ['background', 'cat'])).toEqual(['background', 'cat']);
  expect(selectLabels([])).toHaveLength(255); // 255 is void
});

test('items without labels have no truth', () => {
  expect(selectItems([{ path: 'a.png', label: null }], [])).toEqual([{ path: 'a.png', file, truth: null }]);
});
