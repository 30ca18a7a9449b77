import { expect, test } from 'vitest';
import { unknownArchitecture } from '#core/model/model-facts.ts';
import { modelFacts } from './en/models/model-facts.ts';

test.each([
  [8, '8 FLOP per run'],
  [612_345_678, '612 MFLOP per run'],
  [3_140_000_000, '3.14 GFLOP per run'],
  [999_700_000_000, '1 TFLOP per run'],
])('formats %i operations as %s', (flops, words) => {
  expect(modelFacts.work(flops, { code: 'per-run' })).toBe(words);
});

test.each([
  ['conv-net', [{ code: 'operators', kind: 'convolution', count: 52 }], 'Convolutional network, 52 convolution layers'],
  ['recurrent', [{ code: 'operators', kind: 'recurrent', count: 1 }], 'Recurrent network, 1 recurrent layer'],
  [
    'detector',
    [
      { code: 'input', name: 'images' },
      { code: 'output', name: 'output', shape: '1,3549,85' },
    ],
    'Object detector (from its output shape, 1×3549×85)',
  ],
  [null, [{ code: 'not-specified' }], 'unknown (not specified in the file)'],
] as const)('formats an architecture of family %s with its evidence %j as %s', (family, evidence, words) => {
  expect(modelFacts.architecture({ ...unknownArchitecture, family, evidence })).toBe(words);
});

test('shows the name of a model as in its file', () => {
  const evidence = [{ code: 'entry', file: null, key: 'general.architecture', value: 'llama' }] as const;
  expect(modelFacts.architecture({ ...unknownArchitecture, name: 'llama', family: 'decoder', evidence })).toBe(
    'llama, text-generation decoder (general.architecture = llama)',
  );
});

test('the format of an ONNX file includes its IR version and all opsets', () => {
  const opsets = { 'ai.onnx': 11, 'com.microsoft': 1 };
  const onnx = { format: 'onnx', formatVersion: '6', opsets } as const;
  expect(modelFacts.format(onnx)).toBe('ONNX (IR version 6, opset 11, com.microsoft 1)');
  expect(modelFacts.format({ format: 'gguf', formatVersion: '3', opsets: {} })).toBe('GGUF 3');
});

test.each([
  ['none', 'float32', 32, 'float32 (not quantised)'],
  ['float16', 'float16', 16, 'float16, 16 bits per weight'],
  ['gguf', 'Q4_K_M', 4.85, 'Q4_K_M, block quantisation, 4.85 bits per weight'],
] as const)('precision of kind %s and name %s with %d bits is written %s', (kind, name, bitsPerWeight, words) => {
  const quantisation = { kind, name, bitsPerWeight, blockSize: null, quantisationAware: null, evidence: [] };
  expect(modelFacts.quantisation(quantisation)).toBe(words);
});
