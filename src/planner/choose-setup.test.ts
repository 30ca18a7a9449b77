import { expect, test } from 'vitest';
import { chooseTuned, type RequestedSetup } from './requested-setup.ts';
import { chooseSetup } from './choose-setup.ts';
import { recommend } from './recommend.ts';
import { createSampleFacts, createSampleProfile } from './sample-facts.fixture.ts';

const MiB = 1024 * 1024;
const matMul = { name: '', operator: 'MatMul', flops: 1e9, weightBytes: 0, activationBytes: 0, outputShape: [1] };
const facts = createSampleFacts({ nodes: [matMul], weightBytes: MiB });
const gpu = { gflops: 500, hasHalf: false, software: false, dispatchMs: 0.1 };
const withGpu = createSampleProfile({ gpu });
const slowThreads = createSampleProfile({ gflopsOneThread: 10, gflopsThreads: 2 });

const choose = (
  requested: Partial<RequestedSetup>,
  profile: ReturnType<typeof createSampleProfile> | null,
  model = facts,
) => chooseSetup({ engine: 'ort', settings: {}, ...requested }, model, { profile, earlier: [] });

test.each([
  ['a fast GPU', withGpu],
  ['two threads that are faster than one', createSampleProfile()],
  ['two threads that are slower than one', slowThreads],
])('opens a model with its recommended setup on %s', (_, profile) => {
  const { device, threads } = recommend(facts, profile).best!;
  const expected = { by: 'recommendation', device, ...(device === 'wasm' && { threads }) };
  expect(choose({}, profile)).toEqual(expected);
});

test('ignores disturbed speeds and opens a model as on a device that was not measured', () => {
  const disturbed = { ...withGpu, isDisturbed: true };
  expect(choose({}, disturbed)).toEqual(choose({}, null));
  expect(choose({ device: 'wasm' }, { ...slowThreads, isDisturbed: true })).toEqual({ by: 'default', device: 'wasm' });
});

test('takes earlier runs that were much slower than forecast into account', () => {
  const earlier = [1, 2, 3].map((model) => ({
    model: String(model),
    engine: 'ort' as const,
    device: 'webgpu' as const,
    ratio: 1000,
  }));
  const setup = chooseSetup({ engine: 'ort', settings: {} }, facts, { profile: withGpu, earlier });
  expect(recommend(facts, withGpu, { earlier }).best?.device).toBe('wasm');
  expect(setup.device).toBe('wasm');
});

test('uses a requested device and chooses only its threads', () => {
  expect(choose({ device: 'wasm' }, withGpu)).toEqual({ by: 'recommendation', device: 'wasm', threads: 2 });
  expect(choose({ device: 'wasm' }, slowThreads)).toMatchObject({ threads: 1 });
});

test('a requested number of threads implies wasm, the only device with threads', () => {
  expect(choose({ threads: 3 }, withGpu)).toEqual({ by: 'recommendation', device: 'wasm', threads: 3 });
});

test('a device that does not support a requested setting is not chosen', () => {
  const model = createSampleFacts({ format: 'tfjs', nodes: [matMul], parameters: MiB / 4, weightBytes: MiB });
  const requested = { engine: 'tfjs', settings: { precision: 'float16' } } as const;
  expect(choose(requested, withGpu, model).device).toBe('webgl');
  expect(choose(requested, null, model).device).toBe('webgl');
});

test('uses the engine’s first device and default threads if the device was not measured', () => {
  expect(choose({}, null)).toEqual({ by: 'default', device: 'wasm' });
  expect(choose({ engine: 'webllm' }, null)).toEqual({ by: 'default', device: 'webgpu' });
});

test('tries the engine’s first device if nothing fits', () => {
  const profile = createSampleProfile({ heapBytes: MiB / 2 });
  expect(choose({}, profile)).toEqual({ by: 'default', device: 'wasm' });
});

const tuned = { engine: 'ort', device: 'wasm', threads: 1, settings: { graphOptimisation: 'basic' } } as const;

test.each([
  ['nothing', {}],
  ['the same device', { device: 'wasm' }],
] as const)('uses the winner of a tuning search if %s is requested', (_, requested) => {
  expect(chooseTuned({ engine: 'ort', settings: {}, ...requested }, tuned)).toEqual({
    by: 'tuning',
    device: 'wasm',
    threads: 1,
    settings: { graphOptimisation: 'basic' },
  });
});

test.each([
  ['another device', { device: 'webgpu' }],
  ['another engine', { engine: 'openvino' }],
  ['a number of threads', { threads: 2 }],
  ['a setting', { settings: { memoryPattern: false } }],
] as const)('does not use the winner of a tuning search if %s is requested', (_, requested) => {
  expect(chooseTuned({ engine: 'ort', settings: {}, ...requested }, tuned)).toBeNull();
});
