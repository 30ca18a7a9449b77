import { describe, expect, test } from 'vitest';
import { unknownArchitecture, type NodeFacts } from '#core/model/model-facts.ts';
import type { MeasuredKernel } from './device-profile.ts';
import { forecastModel } from './forecast.ts';
import type { Forecast } from './forecast-result.ts';
import { recommend } from './recommend.ts';
import { createSampleFacts, createSampleProfile } from './sample-facts.fixture.ts';

const onWasm = { engine: 'wllama', device: 'wasm', threads: 1 } as const;

const createLayer = (name: string, matrixWeights: Record<string, number>): NodeFacts => ({
  name,
  operator: 'Layer',
  flops: 0,
  weightBytes: 0,
  activationBytes: null,
  outputShape: null,
  matrixWeights,
});

/** A model with 100 M weights in its layer and 10 M in its output, without attention. */
const model = createSampleFacts({
  format: 'gguf',
  flops: 0,
  nodes: [createLayer('blk.0', { Q4_1: 100e6 }), createLayer('output', { Q8_0: 10e6 })],
});

/** A kernel measured with a million weights, so total milliseconds equal nanoseconds per weight. */
const createKernel = (type: string, threads: number, promptMs: number, generationMs: number): MeasuredKernel => ({
  type,
  threads,
  promptMs,
  promptWeights: 1e6,
  generationMs,
  generationWeights: 1e6,
});

/** Fast enough that starting a token and a layer, 9.41 M operations, takes 0.01 ms. */
const fast = { gflopsOneThread: 941, gflopsThreads: 941 };
const withKernels = (...textKernels: MeasuredKernel[]) => createSampleProfile({ ...fast, textKernels });

function requireKnown(actual: Forecast) {
  if (!actual.known || !actual.prompt) throw new Error('no forecast');
  return { ...actual, prompt: actual.prompt };
}

describe('a language model on wasm', () => {
  test('is forecast from the time per weight type, separately for generation and prompt', () => {
    const profile = withKernels(
      createKernel('Q4_1', 1, 0.4, 0.5 + 9 / 941),
      createKernel('Q8_0', 1, 0.3, 0.6 + 9 / 941),
    );
    const actual = requireKnown(forecastModel(model, profile, onWasm));
    // 100 M x 0.5 ns + 10 M x 0.6 ns + 0.01 ms; a prompt needs the output once in 512 tokens: 40 ms + 6 ms / 512.
    expect(actual.expectedMs).toBeCloseTo(56.01, 4);
    expect(actual.prompt.expectedMs).toBeCloseTo(40 + 6 / 512, 2);
    expect(actual).toMatchObject({
      per: 'token',
      basis: 'kernels',
      text: { promptTokens: 512, tokens: 128, depth: 0 },
    });
  });

  test('is forecast on more threads by the measured speed-up of one weight type', () => {
    const types = [createKernel('Q4_1', 1, 0.4, 0.5 + 9 / 941), createKernel('Q8_0', 1, 0.3, 0.6 + 9 / 941)];
    const profile = withKernels(...types, createKernel('Q4_1', 2, 0.2, 0.25 + 9 / 941));
    const actual = requireKnown(forecastModel(model, profile, { ...onWasm, threads: 2 }));
    expect(actual.expectedMs).toBeGreaterThan(100 * 0.25 + 10 * 0.3);
    expect(actual.expectedMs).toBeLessThan(100 * 0.25 + 10 * 0.32);
    expect(actual.basis).toBe('kernels');
  });

  test('takes longer per token with a longer context', () => {
    // 2 layers x 4 heads x (64 + 64), shared by 2 key heads: 1,024 multiply-adds per position, 70 operations each.
    const architecture = { ...unknownArchitecture, heads: 4, keyValueHeads: 2, cacheElementsPerToken: 512 };
    const profile = withKernels(createKernel('Q4_1', 1, 0.4, 0.5), createKernel('Q8_0', 1, 0.3, 0.6));
    const forecastAtDepth = (depth: number) =>
      requireKnown(
        forecastModel({ ...model, architecture }, profile, { ...onWasm, text: { promptTokens: 1, tokens: 2, depth } }),
      ).expectedMs;
    expect(forecastAtDepth(1000) - forecastAtDepth(0)).toBeCloseTo((1024 * 1000 * 70) / 941e6, 6);
  });

  test('has a wide, uncalibrated forecast range if most weights are of an unmeasured type', () => {
    const actual = requireKnown(forecastModel(model, withKernels(createKernel('Q8_0', 1, 0.3, 0.6)), onWasm));
    expect(actual.basis).toBe('uncalibrated');
    expect(actual.highMs / actual.lowMs).toBeCloseTo(16, 3);
    expect(forecastModel(model, createSampleProfile({ gflopsOneThread: null }), onWasm)).toMatchObject({
      known: false,
    });
  });
});

test.each([
  ['all threads where they were measured to be faster', 0.2, 2],
  ['one thread where two were measured to be slower', 0.8, 1],
])('a language model is recommended %s', (_, twoThreadsMs, threads) => {
  const types = [createKernel('Q4_1', 1, 0.4, 0.4), createKernel('Q8_0', 1, 0.4, 0.4)];
  const profile = withKernels(...types, createKernel('Q4_1', 2, twoThreadsMs, twoThreadsMs));
  expect(recommend(model, profile).best).toMatchObject({ engine: 'wllama', threads });
});

test('half of the threads are recommended if measured to be fastest', () => {
  const types = [
    createKernel('Q4_1', 1, 0.4, 0.4),
    createKernel('Q4_1', 4, 0.1, 0.1),
    createKernel('Q4_1', 8, 0.2, 0.2),
  ];
  const profile = { ...withKernels(...types), threads: 8 };
  expect(recommend(model, profile).best?.threads).toBe(4);
});

test('errors of forecasts without kernels do not affect forecasts based on kernels', () => {
  const profile = withKernels(createKernel('Q4_1', 1, 0.4, 0.5), createKernel('Q8_0', 1, 0.3, 0.6));
  const earlier = ['a', 'b', 'c'].map((name) => ({ model: name, engine: 'wllama', device: 'wasm', ratio: 9 }) as const);
  const forecastOnOneThread = (more: Parameters<typeof recommend>[2]) =>
    recommend(model, { ...profile, threads: 1 }, more).best?.forecast;
  expect(forecastOnOneThread({ earlier })).toEqual(forecastOnOneThread({}));
  expect(
    forecastOnOneThread({ earlier: earlier.map((ratio) => Object.assign({ basis: 'kernels' as const }, ratio)) }),
  ).toMatchObject({
    basis: 'record',
  });
});
