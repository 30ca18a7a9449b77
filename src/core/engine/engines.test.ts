import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  devices,
  listDevices,
  engines,
  hasThreadChoice,
  pageDeviceIds,
  listPageTargets,
  listTargets,
  type EngineId,
} from './engines.ts';

// The table of engines in README.md: name, formats, devices.
const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const words: Readonly<Record<string, RegExp>> = {
  wasm: /\bwasm\b/,
  webgpu: /\bWebGPU\b/,
  webgl: /\bWebGL\b/,
  javascript: /\bplain JavaScript\b/,
};

test.each<[EngineId, name: string, opens: string]>([
  ['ort', 'onnxruntime-web', 'ONNX'],
  ['tfjs', 'TensorFlow.js', 'TF.js graph models'],
  ['litert', 'LiteRT.js', 'TFLite'],
  ['wllama', 'wllama', 'GGUF'],
  ['webllm', 'WebLLM', 'MLC'],
])('%s supports the targets that the README lists for %s', (id, name, opens) => {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${name} `));
  const [, , opened, where = ''] = row?.split('|').map((cell) => cell.trim()) ?? [];
  expect(opened).toBe(opens);
  const inReadme = pageDeviceIds.filter((device) => words[device]!.test(where));
  expect([...listDevices(id, 'page')].sort()).toEqual(inReadme.sort());
});

test('targets of a format are all devices of all engines that open it, preferred first', () => {
  expect(listTargets('tfjs')).toEqual(
    ['wasm', 'webgpu', 'webgl', 'javascript'].map((device) => ({ host: 'page', engine: 'tfjs', device })),
  );
  expect(listTargets('safetensors')).toEqual([]);
});

test('the page has no target of a native engine, and the companion has several engines for a format', () => {
  expect(listPageTargets('onnx')).toEqual([
    { host: 'page', engine: 'ort', device: 'wasm' },
    { host: 'page', engine: 'ort', device: 'webgpu' },
    { host: 'page', engine: 'ort-text', device: 'wasm' },
    { host: 'page', engine: 'ort-text', device: 'webgpu' },
  ]);
  const native = listTargets('onnx').filter(({ host }) => host === 'companion');
  expect(native.map(({ engine, device }) => `${engine}:${device}`).join(' ')).toBe(
    'ort:cpu ort:gpu ort:npu openvino:cpu openvino:gpu openvino:npu',
  );
  expect(pageDeviceIds).not.toContain('cpu');
});

test('codec numbers of engines and devices are unique and unchanged since version 0.1.0', () => {
  const codecNumbers = (table: Readonly<Record<string, { readonly codecNumber: number }>>) =>
    Object.fromEntries(Object.entries(table).map(([id, { codecNumber }]) => [id, codecNumber]));
  // Ids in report-schema.ts of 0.1.0, where plain JavaScript was called cpu.
  expect(codecNumbers(devices)).toMatchObject({ wasm: 0, webgpu: 1, webgl: 2, javascript: 3 });
  expect(codecNumbers(engines)).toMatchObject({ ort: 0, tfjs: 1, litert: 2 });
  for (const table of [devices, engines]) {
    const numbers = Object.values(codecNumbers(table));
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

test.each([
  ['ort', 'wasm', true],
  ['ort', 'webgpu', false],
  ['tfjs', 'wasm', false],
] as const)('whether the threads of %s on %s can be chosen: %s', (engine, device, expected) => {
  expect(hasThreadChoice(engine, device)).toBe(expected);
});
