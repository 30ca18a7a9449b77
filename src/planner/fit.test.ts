import { expect, test } from 'vitest';
import { unknownArchitecture } from '#core/model/model-facts.ts';
import { fit } from './fit.ts';
import { createSampleFacts, createSampleProfile } from './sample-facts.fixture.ts';

const MiB = 1024 * 1024;
const onWasm = { engine: 'ort', device: 'wasm' } as const;

test('the required memory is the sum of engine, weights, loading and activations', () => {
  const facts = createSampleFacts({ weightBytes: 100 * MiB, peakActivationBytes: 20 * MiB });
  const actual = fit(facts, createSampleProfile(), onWasm);
  expect(actual.terms).toEqual([
    { what: 'engine', lowBytes: 16 * MiB, highBytes: 16 * MiB },
    { what: 'weights', lowBytes: 100 * MiB, highBytes: 100 * MiB },
    { what: 'loading', lowBytes: 0, highBytes: 158 * MiB },
    { what: 'activations', lowBytes: 20 * MiB, highBytes: 20 * MiB },
  ]);
  expect(actual).toMatchObject({ verdict: 'fits', needLowBytes: 136 * MiB, needHighBytes: 294 * MiB });
});

test.each([
  ['fits', 1000],
  ['tight', 3000],
  ['does-not-fit', 4100],
])('the verdict is "%s" for %i MiB of weights on wasm, which is limited to 4 GiB', (verdict, size) => {
  expect(fit(createSampleFacts({ weightBytes: size * MiB }), createSampleProfile(), onWasm).verdict).toBe(verdict);
});

test('the smallest memory limit of the device determines the verdict', () => {
  const facts = createSampleFacts({ weightBytes: 100 * MiB });
  const profile = createSampleProfile({ heapBytes: 1024 * MiB, gpuBytes: 64 * MiB });
  expect(fit(facts, profile, onWasm)).toMatchObject({ verdict: 'fits', limits: [{ what: 'heap-measured' }, {}] });
  expect(fit(facts, profile, { ...onWasm, device: 'webgpu' })).toMatchObject({
    verdict: 'does-not-fit',
    limits: [{ what: 'gpu-measured', bytes: 64 * MiB }, {}, {}],
  });
});

test('the cache of a language model depends on its context length', () => {
  // Llama-3.2-1B: 16 layers, 8 key-value heads of 64, keys and values, two bytes: 32 KiB per token.
  const architecture = {
    ...unknownArchitecture,
    heads: 32,
    contextLength: 131_072,
    cacheElementsPerToken: 16 * 8 * 64 * 2,
  };
  const facts = createSampleFacts({ format: 'gguf', weightBytes: 770 * MiB, peakActivationBytes: null, architecture });
  const fitWithContext = (contextLength?: number) =>
    fit(facts, createSampleProfile(), { engine: 'wllama', device: 'wasm', ...(contextLength && { contextLength }) });
  expect(fitWithContext(4096).terms).toContainEqual({ what: 'cache', lowBytes: 128 * MiB, highBytes: 128 * MiB });
  expect(fitWithContext(4096).verdict).toBe('fits');
  // The whole trained context alone takes 4 GiB.
  expect(fitWithContext().verdict).toBe('does-not-fit');
});

test('integer convolutions need more memory on wasm, where they run in float32, than on WebGPU', () => {
  const facts = createSampleFacts({ peakActivationBytes: 20 * MiB, operators: { QLinearConv: 1 } });
  const findMaxActivationBytes = (device: 'wasm' | 'webgpu') =>
    fit(facts, createSampleProfile(), { engine: 'ort', device }).terms.find(({ what }) => what === 'activations')
      ?.highBytes;
  expect([findMaxActivationBytes('wasm'), findMaxActivationBytes('webgpu')]).toEqual([160 * MiB, 20 * MiB]);
});

test('TensorFlow.js needs four bytes for each weight stored in two', () => {
  const facts = createSampleFacts({ format: 'tfjs', parameters: MiB, weightBytes: 2 * MiB });
  const { terms } = fit(facts, createSampleProfile(), { engine: 'tfjs', device: 'wasm' });
  expect(terms.find(({ what }) => what === 'weights')?.lowBytes).toBe(4 * MiB);
});

test('lists requirements of unknown size as missing, with verdict tight if they may exceed the limit', () => {
  const fitWith = (more: Parameters<typeof createSampleFacts>[0], engine: 'ort' | 'tfjs' | 'wllama' = 'ort') =>
    fit(createSampleFacts({ weightBytes: MiB, ...more }), createSampleProfile(), {
      engine,
      device: 'wasm',
      contextLength: 512,
    });
  // 20 MiB of 4 GiB is not tight, regardless of the activations.
  expect(fitWith({ peakActivationBytes: null })).toMatchObject({ verdict: 'fits', missing: ['activations'] });
  // 16 + 258 MiB, plus up to eight times as much.
  expect(fitWith({ weightBytes: 100 * MiB, peakActivationBytes: null }).verdict).toBe('fits');
  // 16 + 516 MiB, plus up to eight times as much: 4.7 GiB.
  expect(fitWith({ weightBytes: 200 * MiB, peakActivationBytes: null }).verdict).toBe('tight');
  expect(fitWith({ format: 'gguf', weightBytes: 400 * MiB, peakActivationBytes: null }, 'wllama')).toMatchObject({
    verdict: 'tight',
    missing: ['activations', 'cache'],
  });
  expect(fitWith({ format: 'tfjs', parameters: null }, 'tfjs')).toMatchObject({
    verdict: 'unknown',
    missing: ['weights'],
  });
  // The weights alone exceed the limit.
  expect(fitWith({ weightBytes: 5000 * MiB, peakActivationBytes: null }).verdict).toBe('does-not-fit');
});

test('the verdict is unknown if the weight size or GPU memory is unknown', () => {
  expect(fit(createSampleFacts({ weightBytes: null }), createSampleProfile(), onWasm).verdict).toBe('unknown');
  const mlc = createSampleFacts({ format: 'mlc', weightBytes: 100 });
  expect(fit(mlc, createSampleProfile(), { engine: 'webllm', device: 'webgpu' }).verdict).toBe('unknown');
});
