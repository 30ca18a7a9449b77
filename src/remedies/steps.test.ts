import { expect, test } from 'vitest';
import type { Version } from '#deploy/deployment.ts';
import { remedies, type RemedyId } from './ladders.ts';
import {
  inapplicableReasons,
  type InapplicableReason,
  type OtherVersion,
  type Setup,
  type Situation,
} from './remedy.ts';

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
const createOtherVersion = (number: number, sizeBytes: number, gates: OtherVersion['gates']): OtherVersion => ({
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
/** A setup in the companion. */
const native: Setup = { ...setup, device: 'cpu', threads: null };

/** A remedy that does not apply, for every possible reason. */
const inapplicable: Readonly<Record<InapplicableReason, readonly [RemedyId, Partial<Situation>]>> = {
  'no-thread-choice': ['more-threads', { setup: { ...setup, device: 'webgpu' } }],
  'all-threads-used': ['more-threads', { maxThreads: 2 }],
  'not-tuned': ['tuned-configuration', {}],
  'already-tuned': [
    'tuned-configuration',
    { tuned: { host: 'page', engine: 'ort', device: 'wasm', threads: 2, settings: {} } },
  ],
  'no-other-device': ['other-device', { targets: [setup] }],
  'no-companion': ['in-companion', { targets: [setup] }],
  'in-companion': ['in-companion', { setup: native, targets: [native] }],
  'default-settings': ['default-settings', { setup: withSettings({ provider: 'openvino' }) }],
  'no-memory-setting': ['freed-memory', { setup: withSettings({ memoryPattern: false }) }],
  'full-precision': ['full-precision', {}],
  'no-free-size': ['smaller-input', {}],
  'smallest-size': ['smaller-input', { setup: { ...setup, dimensions: { height: 64 } } }],
  'needs-items': ['smaller-input', { setup: { ...setup, dimensions: { height: 640 } } }],
  'no-smaller-version': ['smaller-version', { others: [createOtherVersion(2, 200, 'pass')] }],
  'no-other-version': ['other-version', {}],
  'no-earlier-version': ['roll-back', { others: [createOtherVersion(2, 200, 'pass')] }],
};

test.each(inapplicableReasons)('a remedy proposes nothing for the reason %s', (reason) => {
  const [id, situation] = inapplicable[reason];
  expect(propose(id, situation)).toBe(reason);
});

test('more-threads proposes all threads of the device first', () => {
  expect(propose('more-threads', {})).toMatchObject([{ threads: 8 }, { threads: 4 }]);
});

test('more-threads proposes nothing for an engine without a choice of threads', () => {
  expect(propose('more-threads', { setup: { ...setup, engine: 'tfjs' } })).toBe('no-thread-choice');
});

test('tuned-configuration proposes the best configuration of the search', () => {
  const settings = { graphOptimisation: 'basic' } as const;
  const tuned = { host: 'page', engine: 'ort', device: 'wasm', threads: 2, settings } as const;
  expect(propose('tuned-configuration', { tuned })).toMatchObject([{ settings }]);
});

test('other-device proposes targets of the same host, and in-companion those of the companion', () => {
  const webgpu: Setup = { ...setup, device: 'webgpu', threads: null };
  expect(propose('other-device', { targets: [setup, webgpu, native] })).toEqual([webgpu]);
  expect(propose('in-companion', { targets: [setup, webgpu, native] })).toEqual([native]);
});

test('default-settings keeps only the provider', () => {
  const chosen = withSettings({ provider: 'openvino', graphOptimisation: 'disabled' });
  expect(propose('default-settings', { setup: chosen })).toMatchObject([{ settings: { provider: 'openvino' } }]);
});

test('freed-memory changes one setting at a time', () => {
  expect(propose('freed-memory', {})).toMatchObject([{ settings: { memoryPattern: false } }]);
});

test('full-precision proposes float32 if there are items to measure it on', () => {
  const short = withSettings({ computePrecision: 'bfloat16' });
  expect(propose('full-precision', { setup: short })).toBe('needs-items');
  expect(propose('full-precision', { setup: short, hasItems: true })).toMatchObject([
    { settings: { computePrecision: 'float32' } },
  ]);
});

test('smaller-input proposes multiples of 32, and keeps a batch of 1', () => {
  const free = { ...setup, dimensions: { batch: 1, height: 640, width: 480 } };
  expect(propose('smaller-input', { setup: free, hasItems: true })).toMatchObject([
    { dimensions: { batch: 1, height: 480, width: 352 } },
    { dimensions: { batch: 1, height: 320, width: 256 } },
  ]);
});

test('a smaller version has passed its gates, or is measured on items', () => {
  const others = [
    createOtherVersion(4, 30, 'fail'),
    createOtherVersion(3, 40, null),
    createOtherVersion(2, 50, 'pass'),
    createOtherVersion(5, 200, 'pass'),
  ];
  expect(propose('smaller-version', { others })).toEqual([2]);
  expect(propose('smaller-version', { others, hasItems: true })).toEqual([3, 2]);
  expect(propose('other-version', { others })).toBe('needs-items');
  expect(propose('other-version', { others, hasItems: true, rollbackTarget: 2 })).toEqual([3, 5]);
  expect(propose('roll-back', { others, rollbackTarget: 2 })).toEqual([2]);
});
