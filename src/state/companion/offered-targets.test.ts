import { expect, test } from 'vitest';
import type { EngineListing } from '#protocol/companion-messages.ts';
import { formatQuickBenchmarkLink, listOfferedTargets } from './offered-targets.ts';

const createReadyListing = (engine: string, devices: EngineListing['devices']): EngineListing => ({
  engine,
  state: 'ready',
  version: '1.0.0',
  devices,
  facts: {},
});
const cpu = { device: 'cpu', name: 'CPU' } as const;
const listings: readonly EngineListing[] = [
  createReadyListing('ort', [cpu, { device: 'npu', name: 'NPU', provider: 'openvino' }]),
  createReadyListing('openvino', [{ device: 'gpu', name: 'GPU.0' }, cpu, { device: 'gpu', name: 'GPU.1' }]),
  { engine: 'litert', state: 'missing', version: null, devices: [], facts: {} },
  createReadyListing('llama', [cpu]),
  createReadyListing('engine-of-the-future', [cpu]),
];
const listTargetNames = (...args: Parameters<typeof listOfferedTargets>) =>
  listOfferedTargets(...args).map(({ host, engine, device }) => `${host} ${engine} ${device}`);

test('ready engines that open the model are offered, each device once, preferred first', () => {
  expect(listTargetNames('ort', listings)).toEqual([
    'companion ort cpu',
    'companion openvino cpu',
    'companion openvino gpu',
  ]);
  expect(listTargetNames('litert', listings)).toEqual(['companion openvino cpu', 'companion openvino gpu']);
  expect(listTargetNames('wllama', listings)).toEqual(['companion llama cpu']);
});

test('nothing is offered for formats that no native engine opens, or without a companion', () => {
  expect(listTargetNames('tfjs', listings)).toEqual([]);
  expect(listTargetNames('ort', [])).toEqual([]);
});

test('an engine that is ready and runs ONNX models has a benchmark link for its first device', () => {
  expect(listings.map((listing) => formatQuickBenchmarkLink(listing)?.split('&').slice(1))).toEqual([
    ['host=companion', 'engine=ort', 'device=cpu', 'effort=quick', 'auto=1'],
    ['host=companion', 'engine=openvino', 'device=cpu', 'effort=quick', 'auto=1'],
    undefined,
    undefined,
    undefined,
  ]);
});
