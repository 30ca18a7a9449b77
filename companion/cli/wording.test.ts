import { expect, test } from 'vitest';
import { refusalsOf, sentenceOf } from './wording.ts';

test('an error is told as in the app: what happened, what to do, and the code', () => {
  expect(sentenceOf({ code: 'model-unknown', facts: { model: 'cat.onnx', is: 'image' } })).toBe(
    'cat.onnx is an image, not a model. Choose a model file here, and use the image as the input of a run. (model-unknown)',
  );
});

test('control characters in a file name are told as spaces', () => {
  const said = sentenceOf({ code: 'file-unreadable', facts: { file: 'a\u001b[2Jb\nc', why: 'no' } });
  expect(said).toMatch(/^a \[2Jb c could not be read: no\. /);
});

test('every engine that refuses a model is a line, and its devices are named where it runs on another', () => {
  const wasm = {
    runtime: 'tfjs',
    devices: ['wasm'],
    refusal: { reason: 'operators-not-supported', operators: 'RFFT\u001b[2J' },
  } as const;
  const line = refusalsOf({ refused: [wasm], targets: [] });
  expect(line).toMatch(/^TensorFlow\.js cannot run it: .*\n$/);
  expect(line).not.toContain('\u001b');
  expect(refusalsOf({ refused: [wasm], targets: [{ runtime: 'tfjs' }] })).toContain('cannot run it on WebAssembly: ');
});
