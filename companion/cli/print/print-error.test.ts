import { expect, test } from 'vitest';
import { unsupportedEnginesText, errorMessage } from './print-error.ts';

test('an error message says what happened and what to do as in the app, followed by the code', () => {
  expect(errorMessage({ code: 'model-unknown', facts: { model: 'cat.onnx', detectedAs: 'image' } })).toBe(
    'cat.onnx is an image, not a model. Choose a model file here, and use the image as the input of a run. (model-unknown)',
  );
});

test('control characters in a file name are replaced with spaces', () => {
  const message = errorMessage({ code: 'file-unreadable', facts: { file: 'a\u001b[2Jb\nc', why: 'no' } });
  expect(message).toMatch(/^a \[2Jb c could not be read: no\. /);
});

test('lists every engine that cannot run a model, with the devices if it can on others', () => {
  const wasm = {
    engine: 'tfjs',
    devices: ['wasm'],
    limit: { reason: 'operators-not-supported', operators: 'RFFT\u001b[2J' },
  } as const;
  const line = unsupportedEnginesText({ unsupported: [wasm], targets: [] });
  expect(line).toMatch(/^TensorFlow\.js cannot run it: .*\n$/);
  expect(line).not.toContain('\u001b');
  expect(unsupportedEnginesText({ unsupported: [wasm], targets: [{ engine: 'tfjs' }] })).toContain(
    'cannot run it on WebAssembly: ',
  );
});
