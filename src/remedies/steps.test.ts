import { expect, test } from 'vitest';
import type { Version } from '#deploy/deployment.ts';
import { remedies, type RemedyId } from './ladders.ts';
import type { OtherVersion, Setup, Situation } from './remedy.ts';
import { judgeTrial, type Trial } from './trial.ts';

const setup: Setup = { engine: 'ort', device: 'wasm', threads: 2, settings: {}, dimensions: {} };
const createVersion = (number: number, sizeBytes: number): Version => ({
  number,
  link: '',
  model: 'm',
  files: [{ name: 'm.onnx', sizeBytes, sha256: '' }],
  engine: 'ort',
  device: 'wasm',
  threads: 2,
  note: '',
  addedAtMs: 0,
});
const other = (number: number, sizeBytes: number, gates: OtherVersion['gates']): OtherVersion => ({
  version: createVersion(number, sizeBytes),
  gates,
});
const start: Situation = {
  version: createVersion(1, 100),
  setup,
  gates: null,
  others: [],
  rollbackTarget: null,
  maxThreads: 8,
  targets: [],
  tuned: null,
  hasItems: false,
};
const propose = (id: RemedyId, situation: Partial<Situation>) => {
  const proposed = remedies[id].propose({ ...start, ...situation });
  if (typeof proposed === 'string') return proposed;
  return proposed.map((change) => (change.kind === 'version' ? change.version : change.setup));
};
const withSettings = (settings: Setup['settings']): Setup => ({ ...setup, settings });

test('more threads: all threads of the device are proposed first, and none if the engine has no choice', () => {
  expect(propose('more-threads', {})).toMatchObject([{ threads: 8 }, { threads: 4 }]);
  expect(propose('more-threads', { setup: { ...setup, device: 'webgpu' } })).toBe('no-thread-choice');
  expect(propose('more-threads', { setup: { ...setup, engine: 'tfjs' } })).toBe('no-thread-choice');
});

test('tuned configuration: the best configuration of the search is proposed unless it is in use', () => {
  const tuned = { host: 'page', engine: 'ort', device: 'wasm', threads: 2, settings: {} } as const;
  expect(propose('tuned-configuration', { tuned })).toBe('already-tuned');
  const basic = { ...tuned, settings: { graphOptimisation: 'basic' } } as const;
  expect(propose('tuned-configuration', { tuned: basic })).toMatchObject([{ settings: basic.settings }]);
});

test('other-device proposes targets of the same host, and in-companion those of the companion', () => {
  const webgpu: Setup = { ...setup, device: 'webgpu', threads: null };
  const native: Setup = { ...setup, device: 'cpu', threads: null };
  expect(propose('other-device', { targets: [setup, webgpu, native] })).toEqual([webgpu]);
  expect(propose('in-companion', { targets: [setup, webgpu, native] })).toEqual([native]);
  expect(propose('in-companion', { setup: native, targets: [native] })).toBe('in-companion');
});

test('default settings keep the provider, memory is freed by one setting at a time, float32 needs items', () => {
  const chosen = withSettings({ provider: 'openvino', graphOptimisation: 'disabled' });
  expect(propose('default-settings', { setup: chosen })).toMatchObject([{ settings: { provider: 'openvino' } }]);
  expect(propose('default-settings', { setup: withSettings({ provider: 'openvino' }) })).toBe('default-settings');
  expect(propose('freed-memory', {})).toMatchObject([{ settings: { memoryPattern: false } }]);
  expect(propose('freed-memory', { setup: withSettings({ memoryPattern: false }) })).toBe('no-memory-setting');
  const short = withSettings({ computePrecision: 'bfloat16' });
  expect(propose('full-precision', { setup: short })).toBe('needs-items');
  expect(propose('full-precision', { setup: short, hasItems: true })).toMatchObject([
    { settings: { computePrecision: 'float32' } },
  ]);
});

test('a smaller input keeps multiples of 32 and a batch of 1, and needs items', () => {
  const free = { ...setup, dimensions: { batch: 1, height: 640, width: 480 } };
  expect(propose('smaller-input', { setup: free })).toBe('needs-items');
  expect(propose('smaller-input', { setup: free, hasItems: true })).toMatchObject([
    { dimensions: { batch: 1, height: 480, width: 352 } },
    { dimensions: { batch: 1, height: 320, width: 256 } },
  ]);
  expect(propose('smaller-input', { setup: { ...setup, dimensions: { height: 64 } } })).toBe('smallest-size');
});

test('a smaller version has passed its gates, or is measured on items', () => {
  const others = [other(4, 30, 'fail'), other(3, 40, null), other(2, 50, 'pass'), other(5, 200, 'pass')];
  expect(propose('smaller-version', { others })).toEqual([2]);
  expect(propose('smaller-version', { others, hasItems: true })).toEqual([3, 2]);
  expect(propose('other-version', { others })).toBe('needs-items');
  expect(propose('other-version', { others, hasItems: true, rollbackTarget: 2 })).toEqual([3, 5]);
  expect(propose('roll-back', { others, rollbackTarget: 2 })).toEqual([2]);
});

test('the accuracy target must be reached by the lower end of the interval, others by the upper end', () => {
  const figure = (value: number) => ({ value, interval: [value - 0.1, value + 0.1] as const });
  const trial: Trial = { before: figure(0.4), after: figure(0.8), gain: null, outputs: 'not-compared', gates: null };
  expect(judgeTrial('accuracy', trial, 0.7)).toBe('target-met');
  expect(judgeTrial('accuracy', trial, 0.75)).toBe('not-measured');
  const worse: Trial = { ...trial, before: figure(0.8), after: figure(0.4) };
  expect(judgeTrial('errors', worse, 0.5)).toBe('target-met');
  expect(judgeTrial('errors', worse, 0.45)).toBe('not-measured');
});
