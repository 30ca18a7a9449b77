import { expect, test } from 'vitest';
import {
  listEnginesForFiles,
  detectEntryFile,
  listTensorEngines,
  listTextEngines,
  listUnusedFiles,
} from './entry-file.ts';

test.each([
  [['model.onnx', 'model.onnx_data', 'config.json'], 'model.onnx', 'onnx'],
  [['group1-shard1of1.bin', 'model.json'], 'model.json', 'tfjs'],
  [['config.json', 'group1-shard1of1.bin', 'model.json', 'model.safetensors'], 'model.json', 'tfjs'],
  [['golden.json', 'model.json', 'model.onnx'], 'model.onnx', 'onnx'],
  [['model.json', 'net.tflite'], 'net.tflite', 'tflite'],
  [['model.json', 'net.gguf'], 'net.gguf', 'gguf'],
  [['centernet.bin', 'centernet.json'], 'centernet.json', 'tfjs'],
  [['NET.TFLITE', 'labels.txt'], 'NET.TFLITE', 'tflite'],
  [['m-00002-of-00002.gguf', 'm-00001-of-00002.gguf'], 'm-00001-of-00002.gguf', 'gguf'],
  [['tokenizer.json', 'mlc-chat-config.json', 'params_shard_0.bin'], 'mlc-chat-config.json', 'mlc'],
  [['config.json', 'model.safetensors'], 'model.safetensors', 'safetensors'],
  [['b.onnx', 'a.onnx'], 'a.onnx', 'onnx'],
] as const)('detects the entry file of %j as %s with the format %s', (names, name, format) => {
  expect(detectEntryFile(names)).toEqual({ name, format });
});

test('finds no entry file if no name is a model file name', () => {
  expect(detectEntryFile(['photo.png', 'onnx', 'model.onnx.txt'])).toBeNull();
});

test.each([
  ['a.onnx', ['ort'], ['ort-text']],
  ['model.json', ['tfjs'], []],
  ['a.tflite', ['litert'], []],
  ['a.gguf', [], ['wllama', 'ort-text']],
  ['mlc-chat-config.json', [], ['webllm']],
  ['a.safetensors', [], []],
])('lists the engines of %s: %j for tensors and %j for text', (name, tensorEngines, textEngines) => {
  expect([listTensorEngines([name]), listTextEngines([name])]).toEqual([tensorEngines, textEngines]);
});

test.each([
  [['b.gguf', 'a.gguf'], ['b.gguf']],
  [['m-00001-of-00002.gguf', 'm-00002-of-00002.gguf', 'other.gguf'], ['other.gguf']],
  [['model.onnx', 'model.onnx_data', 'labels.txt', 'net.tflite'], ['net.tflite']],
  [['model.json', 'group1-shard1of1.bin'], []],
  [['photo.png'], []],
])('lists the unused models of %j: %j', (names, unused) => {
  expect(listUnusedFiles(names)).toEqual(unused);
});

test('a task of several graphs uses all files of one format', () => {
  expect(listUnusedFiles(['det.onnx', 'rec.onnx', 'net.tflite'], true)).toEqual(['net.tflite']);
});

test.each([
  ['a language model', ['model_q4.onnx', 'tokenizer.json', 'config.json', 'generation_config.json'], 'ort-text'],
  ['a sentence encoder', ['model.onnx', 'tokenizer.json', 'config.json'], 'ort'],
  [
    'a speech model',
    ['encoder_model.onnx', 'decoder_model_merged.onnx', 'tokenizer.json', 'generation_config.json'],
    'ort',
  ],
  ['a graph alone', ['model.onnx'], 'ort'],
])('chooses an engine for the files of %s: %j', (_, names, engine) => {
  expect(listEnginesForFiles(names)[0]).toBe(engine);
});
