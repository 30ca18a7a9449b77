import { expect, test } from 'vitest';
import { variantsOf } from './variants.ts';

const file = (path: string, sizeBytes = 1) => ({ path, sizeBytes, sha256: null, url: `https://hub.example/${path}` });
const summary = (paths: readonly (string | [string, number])[]) =>
  variantsOf(paths.map((path) => (typeof path === 'string' ? file(path) : file(...path)))).map(
    ({ format, precision, entry, files, sizeBytes }) => [format, precision, entry.path, files.length, sizeBytes],
  );

test('ONNX exports by suffix, each with the weights beside it', () => {
  expect(
    summary([
      'README.md',
      ['onnx/model.onnx', 2],
      ['onnx/model.onnx_data', 100],
      ['onnx/model_fp16.onnx', 50],
      ['onnx/model_q4f16.onnx', 20],
    ]),
  ).toEqual([
    ['onnx', 'q4f16', 'onnx/model_q4f16.onnx', 1, 20],
    ['onnx', 'fp16', 'onnx/model_fp16.onnx', 1, 50],
    ['onnx', null, 'onnx/model.onnx', 2, 102],
  ]);
});

test('GGUF by type, split files as one', () => {
  expect(
    summary([
      ['SmolLM2-135M-Instruct-Q4_K_M.gguf', 10],
      ['SmolLM2-135M-Instruct-F16.gguf', 30],
      ['big-Q8_0-00001-of-00002.gguf', 40],
      ['big-Q8_0-00002-of-00002.gguf', 40],
      ['tiny-IQ2_XS.gguf', 5],
    ]),
  ).toEqual([
    ['gguf', 'iq2_xs', 'tiny-IQ2_XS.gguf', 1, 5],
    ['gguf', 'q4_k_m', 'SmolLM2-135M-Instruct-Q4_K_M.gguf', 1, 10],
    ['gguf', 'f16', 'SmolLM2-135M-Instruct-F16.gguf', 1, 30],
    ['gguf', 'q8_0', 'big-Q8_0-00001-of-00002.gguf', 2, 80],
  ]);
});

test('folders: MLC and TF.js', () => {
  expect(
    summary(['mlc-chat-config.json', 'params_shard_0.bin', 'tensor-cache.json', 'tokenizer.json', 'logo.png']),
  ).toEqual([['mlc', null, 'mlc-chat-config.json', 4, 4]]);
  expect(summary(['web/model.json', 'web/group1-shard1of1.bin', 'other.bin'])).toEqual([
    ['tfjs', null, 'web/model.json', 2, 2],
  ]);
});

test('nothing of a model, nothing found', () => {
  expect(summary(['README.md', 'config.json'])).toEqual([]);
});

test('GGUF files that are no model of their own are left out', () => {
  const beside = ['mmproj-model-f16.gguf', 'model.mmproj-Q8_0.gguf', 'model-imatrix.gguf'];
  expect(summary([...beside, 'model-Q8_0.gguf'])).toEqual([['gguf', 'q8_0', 'model-Q8_0.gguf', 1, 1]]);
});
