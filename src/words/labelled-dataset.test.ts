import { expect, test } from 'vitest';
import { errors } from './en/errors/errors.ts';
import { labelledDataset } from './en/evaluate/labelled-dataset.ts';

test('the text of a dataset problem has the number of affected items and a remedy', () => {
  for (const words of Object.values(labelledDataset.problems)) {
    expect(words(1).what).toMatch(/^1 [a-z]/);
    expect(words(1200).what).toMatch(/^1,200 [a-z]/);
    expect(words(2).fix).not.toBe('');
  }
  expect(labelledDataset.problems.unlabelled(1).what).toBe('1 file has no label and is left out.');
});

test('the error of a dataset that can be read in several ways names them', () => {
  const { what } = errors['dataset-unclear']({ reason: 'several-layouts', found: 'yolo, class-folders' });
  expect(what).toBe(
    'This folder cannot be evaluated as it is: its labels could be read in more than one way: YOLO text files and a folder for each class.',
  );
});

test('the error of labels of another kind names both kinds', () => {
  const { what } = errors['dataset-unclear']({ reason: 'other-label-kind', actual: 'class', expected: 'boxes' });
  expect(what).toBe('This folder cannot be evaluated as it is: its labels are classes, and the task needs boxes.');
});

test('the error of a file of labels names the file and the line', () => {
  const { what, fix } = errors['labels-invalid']({ file: 'labels.csv', reason: 'quote-not-closed', line: 12 });
  expect(what).toBe('The labels in labels.csv cannot be read: the quote that opens in line 12 is never closed.');
  expect(fix).toBe('Close it, or double the quotes that belong to the text.');
});
