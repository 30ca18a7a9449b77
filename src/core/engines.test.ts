import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deviceIds, engineIds, engines, type DeviceId, type EngineId } from './engines.ts';

// README.md promises what opens what, and where: name, what it opens, what it runs on.
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const words: Readonly<Record<DeviceId, RegExp>> = {
  wasm: /\bwasm\b/,
  webgpu: /\bWebGPU\b/,
  webgl: /\bWebGL\b/,
  cpu: /\bplain JavaScript\b/,
};

test.each<[EngineId, name: string, opens: string]>([
  ['ort', 'onnxruntime-web', 'ONNX'],
  ['tfjs', 'TensorFlow.js', 'TF.js graph models'],
  ['litert', 'LiteRT.js', 'TFLite'],
  ['wllama', 'wllama', 'GGUF'],
  ['webllm', 'WebLLM', 'MLC'],
])('%s runs where the README has %s run', (id, name, opens) => {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${name} `));
  const [, , opened, where = ''] = row?.split('|').map((cell) => cell.trim()) ?? [];
  expect(opened).toBe(opens);
  expect([...engines[id].devices].sort()).toEqual(deviceIds.filter((device) => words[device].test(where)).sort());
});

test('no two engines open the same format', () => {
  const formats = engineIds.map((id) => engines[id].format);
  expect(new Set(formats).size).toBe(engineIds.length);
});
