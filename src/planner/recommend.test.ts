import { expect, test } from 'vitest';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { recommend } from './recommend.ts';
import { createSampleFacts, createSampleProfile } from './sample-facts.fixture.ts';

const MiB = 1024 * 1024;
const matMul = { name: '', operator: 'MatMul', flops: 1e9, weightBytes: 0, activationBytes: 0, outputShape: [1] };
const createFacts = (more: Partial<ModelFacts> = {}) =>
  createSampleFacts({ nodes: [matMul], weightBytes: MiB, ...more });
const createGpu = (gflops: number, software = false) => ({
  gflops,
  hasHalf: false,
  software,
  dispatchMs: 0.1,
});
const listCodes = (reasons: readonly { code: string }[]) => reasons.map(({ code }) => code);

test('the fastest engine and device that fit the model are recommended', () => {
  const actual = recommend(createFacts(), createSampleProfile({ gpu: createGpu(500) }));
  expect(actual.best).toMatchObject({ engine: 'ort', device: 'webgpu' });
  expect(actual.candidates.map(({ device, threads }) => `${device} ${threads}`)).toEqual([
    'webgpu 1',
    'wasm 2',
    'wasm 1',
  ]);
  expect(listCodes(actual.reasons)).toEqual(['only-engine', 'fastest']);
});

test('disturbed speeds do not rank the candidates, with the reason', () => {
  const slowGpu = createSampleProfile({ gpu: createGpu(0.1), gflopsThreads: 1 });
  expect(recommend(createFacts(), slowGpu).best).toMatchObject({ device: 'wasm', threads: 1 });
  const actual = recommend(createFacts(), { ...slowGpu, isDisturbed: true });
  // The order of preference on a device that was not measured.
  expect(actual.candidates.map(({ device, threads }) => `${device} ${threads}`)).toEqual([
    'wasm 2',
    'wasm 1',
    'webgpu 1',
  ]);
  expect(listCodes(actual.reasons)).toEqual(['only-engine']);
  expect(listCodes(actual.changes)).toContain('disturbed-speeds');
});

test('wasm is recommended over an emulated GPU, with the reason', () => {
  const actual = recommend(createFacts(), createSampleProfile({ gpu: createGpu(1, true) }));
  expect(actual.best).toMatchObject({ device: 'wasm', threads: 2 });
  expect(listCodes(actual.changes)).toContain('software-gpu');
});

test('a slower device is recommended if the model does not fit the faster one', () => {
  const profile = createSampleProfile({ gpu: createGpu(500), gpuBytes: MiB / 2 });
  expect(recommend(createFacts(), profile).best?.device).toBe('wasm');
});

test('a device that certainly fits is recommended over a faster one that may not, with the reason', () => {
  // The weights fit the GPU, but the maximum memory for loading does not.
  const actual = recommend(createFacts(), createSampleProfile({ gpu: createGpu(500), gpuBytes: 18 * MiB }));
  expect(actual.best).toMatchObject({ device: 'wasm', threads: 2 });
  expect(listCodes(actual.reasons)).toEqual(['only-engine', 'safest']);
});

test('WebGL is a candidate without a forecast for TensorFlow.js, unless the GPU is emulated', () => {
  const model = createFacts({ format: 'tfjs', parameters: MiB / 4 });
  const actual = recommend(model, createSampleProfile({ gpu: createGpu(500) }));
  expect(actual.candidates.map(({ device, forecast }) => [device, forecast.known])).toEqual([
    ['webgpu', true],
    ['wasm', true],
    ['webgl', false],
  ]);
  expect(listCodes(actual.changes)).toContain('webgl-unmeasured');
  expect(listCodes(actual.reasons)).toEqual(['only-engine', 'fastest']);
  const emulated = recommend(model, createSampleProfile({ gpu: createGpu(1, true) }));
  expect(listCodes(emulated.changes)).not.toContain('webgl-unmeasured');
});

test('a device whose backend lacks an operator is excluded, with the reason', () => {
  const actual = recommend(
    createFacts({ format: 'tfjs', operators: { Einsum: 1 } }),
    createSampleProfile({ gpu: createGpu(500) }),
  );
  expect(actual.candidates.map(({ device }) => device)).toEqual(['webgpu', 'webgl']);
  expect(actual.unsupported).toEqual([
    { engine: 'tfjs', devices: ['wasm'], limit: { reason: 'operators-not-supported', operators: 'Einsum' } },
  ]);
});

test('nothing is recommended if the engine does not support the model on any device', () => {
  const actual = recommend(createFacts({ opsets: { 'ai.onnx': 99 } }), createSampleProfile({ gpu: createGpu(500) }));
  expect(actual).toMatchObject({ best: null, candidates: [], reasons: [] });
  expect(actual.unsupported).toMatchObject([
    { devices: ['wasm', 'webgpu'], limit: { reason: 'opset-too-new', max: 26 } },
  ]);
});

test('one thread is recommended if two were measured to be slower', () => {
  expect(recommend(createFacts(), createSampleProfile({ gflopsThreads: 2 })).best?.threads).toBe(1);
});

test('smaller weights are suggested if nothing fits', () => {
  const quantisation = { ...createSampleFacts().quantisation, bitsPerWeight: 16 };
  const actual = recommend(createFacts({ weightBytes: 5000 * MiB, quantisation }), createSampleProfile());
  expect(actual.best).toBeNull();
  expect(listCodes(actual.reasons)).toEqual(['nothing-fits']);
  expect(listCodes(actual.changes)).toContain('smaller-weights');
});

test('nothing about the device is suggested for a model that no engine supports', () => {
  const actual = recommend(
    createFacts({ operators: { Frobnicate: 1 }, opsets: { 'ai.onnx': 17 } }),
    createSampleProfile(),
  );
  expect(actual).toMatchObject({ best: null, candidates: [], reasons: [], changes: [] });
  expect(actual.unsupported).toMatchObject([{ engine: 'ort', limit: { reason: 'operators-not-supported' } }]);
});

test('a 16-bit MLC build is recommended only for a GPU with 16-bit floats', () => {
  const quantisation = { ...createSampleFacts().quantisation, name: 'q4f16_1' };
  const actual = recommend(createFacts({ format: 'mlc', quantisation }), createSampleProfile({ gpu: createGpu(500) }));
  expect(actual.best).toBeNull();
  expect(listCodes(actual.changes)).toContain('needs-half');
  // A GPU that supports it, although it was not measured.
  const able = recommend(
    createFacts({ format: 'mlc', quantisation }),
    createSampleProfile({ gpu: { ...createGpu(500), hasHalf: true } }),
  );
  expect(able.best?.engine).toBe('webllm');
});

test('each recorded model counts once, by its latest run', () => {
  const measuredRatio = (model: string, ratio: number) => ({ model, engine: 'ort', device: 'wasm', ratio }) as const;
  const basisAfter = (...earlier: ReturnType<typeof measuredRatio>[]) => {
    const actual = recommend(createFacts(), createSampleProfile(), { earlier }).best?.forecast;
    return actual?.known && { basis: actual.basis, ratio: actual.expectedMs / (plain?.known ? plain.expectedMs : 0) };
  };
  const plain = recommend(createFacts(), createSampleProfile()).best?.forecast;
  expect(basisAfter(measuredRatio('a', 2), measuredRatio('a', 3), measuredRatio('a', 4))).toEqual({
    basis: 'calibrated',
    ratio: 1,
  });
  expect(
    basisAfter(measuredRatio('a', 2), measuredRatio('a', 9), measuredRatio('b', 1), measuredRatio('c', 3)),
  ).toEqual({
    basis: 'record',
    ratio: 2,
  });
});

test('no engine is recommended for bare safetensors weights, with the reason', () => {
  const actual = recommend(createFacts({ format: 'safetensors' }), createSampleProfile());
  expect(actual).toMatchObject({ best: null, reasons: [{ code: 'no-engine', facts: { format: 'safetensors' } }] });
});
