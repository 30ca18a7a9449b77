import { expect, test } from 'vitest';
import { unknownArchitecture } from '#core/model/model-facts.ts';
import { rateVariants } from './rate-variants.ts';
import { createSampleFacts, createSampleProfile } from './sample-facts.fixture.ts';
import type { Variant } from './variants.ts';

const MB = 1e6;

function createVariant(precision: string, sizeBytes: number, format: Variant['format'] = 'gguf'): Variant {
  const path = `model-${precision}.${format}`;
  const entry = { path, sizeBytes, sha256: null, url: `https://hub.example/${path}` };
  return { format, precision, entry, parts: [], files: [entry], sizeBytes };
}

/** The layer of a language model with 100 M weights. */
const layer = {
  name: '',
  operator: 'Layer',
  flops: 1,
  weightBytes: 100 * MB,
  activationBytes: 0,
  outputShape: [1],
  matrixWeights: { Q8_0: 100e6 },
};
const facts = createSampleFacts({
  format: 'gguf',
  weightBytes: 100 * MB,
  nodes: [layer],
  peakActivationBytes: null,
  architecture: { ...unknownArchitecture, heads: 64, contextLength: 128, cacheElementsPerToken: 1 },
});
/** Milliseconds per token of that model; a million weights take a hundredth of them. 100 ms is reading speed. */
const createKernel = (type: string, ms: number) => {
  const [promptMs, generationMs] = [ms / 100, ms / 100];
  return { type, threads: 1, promptMs, promptWeights: 1e6, generationMs, generationWeights: 1e6 };
};
const textKernels = [
  createKernel('Q2_K', 40),
  createKernel('Q4_K', 70),
  createKernel('Q5_K', 150),
  createKernel('F16', 400),
];
const profile = createSampleProfile({ gflopsOneThread: 1e6, gflopsThreads: 1e6, threads: 1, textKernels });
const rate = (variants: readonly Variant[], heapBytes: number | null = null) =>
  rateVariants(variants, facts, { ...profile, heapBytes }, {});

test('picks the most precise variant that fits and reaches reading speed', () => {
  const actual = rate([
    createVariant('q2_k', 40 * MB),
    createVariant('q4_k_m', 90 * MB),
    createVariant('f16', 400 * MB),
  ]);
  expect(actual).toMatchObject({ pick: 1, reason: 'most-precise' });
  expect(actual.variants.map(({ fit }) => fit?.verdict)).toEqual(['fits', 'fits', 'fits']);
});

test('picks the smallest variant if none reaches reading speed', () => {
  expect(rate([createVariant('f16', 800 * MB), createVariant('q5_k_s', 400 * MB)])).toMatchObject({
    pick: 1,
    reason: 'smallest',
  });
});

test('rates each variant by its file size', () => {
  // wllama starts with 128 MiB (134 MB); the scores of 64 heads take up to 64 x 128 x 512 x 4 bytes (17 MB).
  const actual = rate(
    [createVariant('q4', 50 * MB), createVariant('q8', 100 * MB), createVariant('f16', 400 * MB)],
    245 * MB,
  );
  expect(actual.variants.map(({ fit }) => fit?.verdict)).toEqual(['fits', 'tight', 'does-not-fit']);
  expect(actual).toMatchObject({ pick: 0, reason: 'most-precise' });
});

test('reports the reason if no variant certainly fits, none fits, or none can be opened', () => {
  expect(rate([createVariant('q8', 120 * MB)], 260 * MB)).toMatchObject({ pick: 0, reason: 'only-tight' });
  expect(rate([createVariant('f16', 900 * MB)], 300 * MB)).toMatchObject({ pick: null, reason: 'nothing-fits' });
  expect(rate([createVariant('bf16', 1, 'safetensors')])).toMatchObject({ pick: null, reason: 'no-engine' });
});
