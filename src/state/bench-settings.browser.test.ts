import { expect, test } from 'vitest';
import { BenchSettings } from './bench-settings.svelte.ts';

function chosen(...names: string[]): BenchSettings {
  const settings = new BenchSettings('#/bench');
  settings.choose(names.map((name) => new File(['x'], name)));
  return settings;
}

test.each([
  [['net.onnx'], 'ort'],
  [['net.onnx', 'config.json'], 'ort'],
  [['net.tflite'], 'litert'],
  [['model.json', 'group1-shard1of1.bin'], 'tfjs'],
] as const)('offers for %j the engine that opens it', (names, engine) => {
  const settings = chosen(...names);
  expect(settings.runtimes).toEqual([engine]);
  expect(settings).toMatchObject({ runtime: engine, refusal: null, isText: false, isReady: true });
});

test.each([
  [['net.gguf'], 'net.gguf', 'gguf', true],
  [['mlc-chat-config.json', 'params_shard_0.bin'], 'mlc-chat-config.json', 'mlc', true],
  [['net.safetensors'], 'net.safetensors', 'safetensors', false],
] as const)('says of %j, before a run, that no engine here measures it', (names, model, is, isText) => {
  const settings = chosen(...names);
  expect(settings).toMatchObject({ runtimes: [], isText, isReady: false });
  expect(settings.refusal).toMatchObject({ code: 'model-unknown', facts: { model, is } });
  settings.kind = 'workload';
  expect(settings).toMatchObject({ refusal: null, isText: false, isReady: true });
});

test('leaves a file whose name does not tell to the engine that is chosen', () => {
  expect(chosen('weights')).toMatchObject({ runtimes: ['ort', 'tfjs', 'litert'], refusal: null, isReady: true });
});
