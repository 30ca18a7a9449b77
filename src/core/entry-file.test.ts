import { expect, test } from 'vitest';
import { entryFile, tensorEngine, textEngine } from './entry-file.ts';

test.each([
  [['model.onnx', 'model.onnx_data', 'config.json'], 'model.onnx', 'ort'],
  [['group1-shard1of1.bin', 'model.json'], 'model.json', 'tfjs'],
  [['config.json', 'group1-shard1of1.bin', 'model.json', 'model.safetensors'], 'model.json', 'tfjs'],
  [['golden.json', 'model.json', 'model.onnx'], 'model.onnx', 'ort'],
  [['model.json', 'net.tflite'], 'net.tflite', 'litert'],
  [['model.json', 'net.gguf'], 'net.gguf', 'wllama'],
  [['centernet.bin', 'centernet.json'], 'centernet.json', 'tfjs'],
  [['NET.TFLITE', 'labels.txt'], 'NET.TFLITE', 'litert'],
  [['m-00002-of-00002.gguf', 'm-00001-of-00002.gguf'], 'm-00001-of-00002.gguf', 'wllama'],
  [['tokenizer.json', 'mlc-chat-config.json', 'params_shard_0.bin'], 'mlc-chat-config.json', 'webllm'],
  [['config.json', 'model.safetensors'], 'model.safetensors', null],
  [['b.onnx', 'a.onnx'], 'a.onnx', 'ort'],
] as const)('of %j, %s is opened first, by %s', (names, name, engine) => {
  expect(entryFile(names)).toEqual({ name, engine });
});

test('no name tells', () => {
  expect(entryFile(['photo.png', 'onnx', 'model.onnx.txt'])).toBeNull();
});

test('engines of tensors and of text are kept apart', () => {
  expect([tensorEngine(['a.onnx']), textEngine(['a.onnx'])]).toEqual(['ort', null]);
  expect([tensorEngine(['a.gguf']), textEngine(['a.gguf'])]).toEqual([null, 'wllama']);
  expect([tensorEngine(['a.safetensors']), textEngine(['a.safetensors'])]).toEqual([null, null]);
});
