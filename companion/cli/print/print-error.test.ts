import { expect, test } from 'vitest';
import { formatUnsupportedEngines, formatErrorMessage } from './print-error.ts';

test('formats an error with the texts of the app, followed by the error code', () => {
  expect(formatErrorMessage({ code: 'model-unknown', facts: { model: 'cat.onnx', detectedAs: 'image' } })).toBe(
    'cat.onnx is an image, not a model. Choose a model file here, and use the image as the input of a run. (model-unknown)',
  );
});

test('replaces control characters in a file name with spaces', () => {
  const message = formatErrorMessage({ code: 'file-unreadable', facts: { file: 'a\u001b[2Jb\nc', why: 'no' } });
  expect(message).toMatch(/^a \[2Jb c could not be read: no\. /);
});

test('lists engines that cannot run a model, with the devices if others can', () => {
  const wasm = {
    engine: 'tfjs',
    devices: ['wasm'],
    limit: { reason: 'operators-not-supported', operators: 'RFFT\u001b[2J' },
  } as const;
  const line = formatUnsupportedEngines({ unsupported: [wasm], targets: [] });
  expect(line).toMatch(/^TensorFlow\.js cannot run the model: .*\n$/);
  expect(line).not.toContain('\u001b');
  expect(formatUnsupportedEngines({ unsupported: [wasm], targets: [{ engine: 'tfjs' }] })).toContain(
    'cannot run the model on WebAssembly: ',
  );
});
