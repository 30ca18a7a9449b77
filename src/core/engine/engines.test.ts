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

// The engine table of README.md has columns for name, formats and devices.
const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const devicePatterns: Readonly<Record<string, RegExp>> = {
  wasm: /\bwasm\b/,
  webgpu: /\bWebGPU\b/,
  webgl: /\bWebGL\b/,
  javascript: /\bplain JavaScript\b/,
};

test.each<[EngineId, name: string, formats: string]>([
  ['ort', 'onnxruntime-web', 'ONNX'],
  ['tfjs', 'TensorFlow.js', 'TF.js graph models'],
  ['litert', 'LiteRT.js', 'TFLite'],
  ['wllama', 'wllama', 'GGUF'],
  ['webllm', 'WebLLM', 'MLC'],
])('%s supports the targets that the README lists for %s', (id, name, formats) => {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${name} `));
  const [, , readmeFormats, readmeDevices = ''] = row?.split('|').map((cell) => cell.trim()) ?? [];
  expect(readmeFormats).toBe(formats);
  const expected = pageDeviceIds.filter((device) => devicePatterns[device]!.test(readmeDevices));
  expect([...listDevices(id, 'page')].sort()).toEqual(expected.sort());
});

test('lists all devices of all engines that open a format, preferred first', () => {
  expect(listTargets('tfjs')).toEqual(
    ['wasm', 'webgpu', 'webgl', 'javascript'].map((device) => ({ host: 'page', engine: 'tfjs', device })),
  );
  expect(listTargets('safetensors')).toEqual([]);
});

test('lists native engines only for the companion', () => {
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
  const listCodecNumbers = (table: Readonly<Record<string, { readonly codecNumber: number }>>) =>
    Object.fromEntries(Object.entries(table).map(([id, { codecNumber }]) => [id, codecNumber]));
  // From report-schema.ts of 0.1.0, in which plain JavaScript was called cpu.
  expect(listCodecNumbers(devices)).toMatchObject({ wasm: 0, webgpu: 1, webgl: 2, javascript: 3 });
  expect(listCodecNumbers(engines)).toMatchObject({ ort: 0, tfjs: 1, litert: 2 });
  for (const table of [devices, engines]) {
    const numbers = Object.values(listCodecNumbers(table));
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

test.each([
  ['ort', 'wasm', true],
  ['ort', 'webgpu', false],
  ['tfjs', 'wasm', false],
] as const)('hasThreadChoice of %s on %s is %s', (engine, device, expected) => {
  expect(hasThreadChoice(engine, device)).toBe(expected);
});
