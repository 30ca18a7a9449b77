import { expect, test } from 'vitest';
import { layoutsFor } from './index.ts';

test('only layouts that label this kind of input, as the task needs it, are offered', () => {
  expect(layoutsFor('image', 'class')).toEqual(['class-folders', 'table', 'unlabelled']);
  expect(layoutsFor('image', 'boxes')).toEqual(['coco', 'yolo', 'voc', 'unlabelled']);
  expect(layoutsFor('audio', 'text')).toEqual(['table', 'transcripts', 'unlabelled']);
});
