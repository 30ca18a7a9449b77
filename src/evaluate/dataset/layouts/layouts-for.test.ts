import { expect, test } from 'vitest';
import { listLayouts } from './index.ts';

test('lists only layouts with the input and label kind of the task', () => {
  expect(listLayouts('image', 'class')).toEqual(['class-folders', 'table', 'unlabelled']);
  expect(listLayouts('image', 'boxes')).toEqual(['coco', 'yolo', 'voc', 'unlabelled']);
  expect(listLayouts('audio', 'text')).toEqual(['table', 'transcripts', 'unlabelled']);
});
