import { expect, test } from 'vitest';
import { unsupportedText } from './en/models/unsupported.ts';

const withoutRfft = {
  engine: 'tfjs',
  devices: ['wasm'],
  limit: { reason: 'operators-not-supported', operators: 'RFFT' },
} as const;

test('the text of an unsupported model names the engine, the reason and a remedy', () => {
  expect(unsupportedText(withoutRfft, false)).toBe(
    'TensorFlow.js cannot run the model: it uses operators that this engine does not support (RFFT). ' +
      'Export it with standard operators only, or look for another variant.',
  );
});

test('names the devices if the engine can run the model on another device', () => {
  expect(unsupportedText(withoutRfft, true)).toMatch(/^TensorFlow\.js cannot run the model on WebAssembly: /);
});
