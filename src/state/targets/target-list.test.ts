import { expect, test } from 'vitest';
import type { EngineListing } from '#protocol/companion-messages.ts';
import { listAvailableTargets, toTargetKey } from './target-list.ts';

const ready = { state: 'ready', version: '1', facts: {} } as const;
const listings: readonly EngineListing[] = [
  {
    ...ready,
    engine: 'ort',
    devices: [
      { device: 'cpu', name: 'CPU' },
      { device: 'npu', name: 'NPU', provider: 'openvino' },
      { device: 'gpu', name: 'GPU', provider: 'of-a-newer-version' },
    ],
  },
  { ...ready, engine: 'openvino', devices: [{ device: 'cpu', name: 'CPU' }] },
  { ...ready, engine: 'llama', devices: [{ device: 'cpu', name: 'CPU' }] },
  { ...ready, engine: 'litert', state: 'missing', devices: [] },
  { ...ready, engine: 'of-a-newer-version', devices: [{ device: 'cpu', name: 'CPU' }] },
];

test('an ONNX model can be measured in the page and in each native engine that is ready, by its devices', () => {
  const targets = listAvailableTargets('onnx', 'tensor', (device) => device !== 'webgpu', listings);
  expect(targets.map(toTargetKey)).toEqual([
    'page:ort:wasm',
    'companion:ort:cpu',
    'companion:ort:npu:openvino',
    'companion:openvino:cpu',
  ]);
  expect(targets.filter(({ isDefault }) => isDefault).map(toTargetKey)).toEqual([
    'page:ort:wasm',
    'companion:ort:cpu',
    'companion:openvino:cpu',
  ]);
});

test('a GGUF model can be measured in language model engines, without a companion only in the page', () => {
  const present = () => true;
  expect(listAvailableTargets('gguf', 'text', present, listings).map(toTargetKey)).toEqual([
    'page:wllama:wasm',
    'page:wllama:webgpu',
    'page:ort-text:wasm',
    'companion:llama:cpu',
  ]);
  expect(listAvailableTargets('gguf', 'text', present, []).map(toTargetKey)).toEqual([
    'page:wllama:wasm',
    'page:wllama:webgpu',
    'page:ort-text:wasm',
  ]);
});
