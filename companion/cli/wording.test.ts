import { expect, test } from 'vitest';
import { sentenceOf } from './wording.ts';

test('an error is told as in the app: what happened, what to do, and the code', () => {
  expect(sentenceOf({ code: 'model-unknown', facts: { model: 'cat.onnx', is: 'picture' } })).toBe(
    'cat.onnx is an image, not a model. Choose a model file here, and use the image as the input of a run. (model-unknown)',
  );
});

test('control characters in a file name are told as spaces', () => {
  const said = sentenceOf({ code: 'file-unreadable', facts: { file: 'a\u001b[2Jb\nc', why: 'no' } });
  expect(said).toMatch(/^a \[2Jb c could not be read: no\. /);
});
