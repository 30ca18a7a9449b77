import { expect, test } from 'vitest';
import { unknownArchitecture, type NodeFacts } from '#core/model/model-facts.ts';
import { rateVariants } from './rate-variants.ts';
import { combineFacts } from './combine-facts.ts';
import { createSampleFacts, createSampleProfile } from './sample-facts.fixture.ts';

const MiB = 1024 * 1024;
const createNode = (flops: number): NodeFacts => ({
  name: '',
  operator: 'MatMul',
  flops,
  weightBytes: 0,
  activationBytes: 0,
  outputShape: [1],
});
const float32 = { dtype: 'float32', tensors: 2, parameters: 10 * MiB, bytes: 40 * MiB };
const encoder = createSampleFacts({
  sizeBytes: 41 * MiB,
  parameters: 10 * MiB,
  weights: [float32],
  weightBytes: 40 * MiB,
  flops: 920e6,
  nodes: [createNode(920e6)],
  operators: { MatMul: 1, Conv: 2 },
  opsets: { 'ai.onnx': 17 },
  peakActivationBytes: 8 * MiB,
});
const decoder = createSampleFacts({
  sizeBytes: 81 * MiB,
  parameters: 20 * MiB,
  weights: [float32, { dtype: 'int8', tensors: 1, parameters: 60 * MiB, bytes: 60 * MiB }],
  weightBytes: 80 * MiB,
  flops: 460e6,
  nodes: [createNode(460e6)],
  operators: { MatMul: 3 },
  peakActivationBytes: 2 * MiB,
  architecture: { ...unknownArchitecture, family: 'decoder', cacheElementsPerToken: 64 },
});

test('combines the facts of several graphs into those of one model', () => {
  expect(combineFacts([encoder, decoder])).toMatchObject({
    sizeBytes: 122 * MiB,
    parameters: 30 * MiB,
    weightBytes: 120 * MiB,
    weights: [
      { dtype: 'float32', tensors: 4, parameters: 20 * MiB, bytes: 80 * MiB },
      { dtype: 'int8', tensors: 1 },
    ],
    operators: { MatMul: 4, Conv: 2 },
    flops: 1380e6,
    flopsBasis: { code: 'per-part', parts: 2, of: [{ code: 'per-run' }, { code: 'per-run' }] },
    peakActivationBytes: 10 * MiB,
    architecture: { family: 'decoder', cacheElementsPerToken: 64 },
  });
  expect(combineFacts([encoder, createSampleFacts({ flops: null, peakActivationBytes: null })])).toMatchObject({
    flops: null,
    peakActivationBytes: null,
  });
  expect(combineFacts([encoder])).toBe(encoder);
});

test('rates an encoder and its decoder by their combined memory', () => {
  const createFile = (path: string, sizeBytes: number) => ({ path, sizeBytes, sha256: null, url: '' });
  const [entry, part] = [createFile('encoder_model.onnx', 40 * MiB), createFile('decoder_model_merged.onnx', 80 * MiB)];
  const variant = { precision: null, entry, parts: [part], files: [entry, part], sizeBytes: 120 * MiB };
  const facts = combineFacts([encoder, decoder]);
  const rate = (heapBytes: number) =>
    rateVariants([{ format: 'onnx', ...variant }], facts, createSampleProfile({ heapBytes, threads: 1 }), {})
      .variants[0];
  // 16 for the engine, 120 of weights, 10 of activations are certain; loading may take another 158% of the weights.
  expect(rate(145 * MiB)?.fit?.verdict).toBe('does-not-fit');
  expect(rate(147 * MiB)?.fit?.verdict).toBe('tight');
  expect(rate(337 * MiB)?.fit?.verdict).toBe('fits');
  // 1380 M operations at 0.92 of 10 GFLOP/s.
  expect(rate(337 * MiB)?.forecast).toMatchObject({ known: true, expectedMs: expect.closeTo(150, 1) });
});
