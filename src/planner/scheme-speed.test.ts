import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { readModelFacts } from '#formats/onnx/onnx-facts.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { createRecipe } from '#optimise/recipe.ts';
import { runSteps } from '#optimise/run-steps.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import { nativeEngine, ortSkipReason } from '../../scripts/optimise-tests/native-ort.fixture.ts';
import { forecastModel } from './forecast.ts';
import { createSampleFacts, createSampleProfile } from './sample-facts.fixture.ts';
import { deriveNodes, estimateSpeeds, scaleToMeasured } from './scheme-speed.ts';

const random = createSeededRandom(12);
const drawFloats = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);
const readFacts = (model: OnnxModel): ModelFacts => readModelFacts(model, 0, new Map());
const getStep = (scheme: SchemeId) => createRecipe(scheme).steps.at(-1)!;
const profile = createSampleProfile();

/** A network of the kinds of layers that schemes change: convolutions, a residual sum, pooling, a product, Softmax. */
function createNetwork(): OnnxModel {
  const builder = createGraphBuilder('network');
  const conv = (x: string, name: string, shape: readonly number[], group = 1) => {
    const weights = builder.weights(`${name}.w`, shape, drawFloats(shape.reduce((a, b) => a * b)));
    const inputs = [x, weights, builder.weights(`${name}.b`, [shape[0]!], drawFloats(shape[0]!))];
    return builder.node('Relu', [builder.node('Conv', inputs, { group, pads: [1, 1, 1, 1] }, name)]);
  };
  const x = conv(builder.input('x', 'float32', [1, 3, 16, 16]), 'a', [16, 3, 3, 3]);
  const sum = builder.node('Add', [conv(conv(x, 'b', [16, 16, 3, 3]), 'c', [16, 1, 3, 3], 16), x]);
  const pooled = builder.node('Flatten', [builder.node('GlobalAveragePool', [sum])]);
  const bias = builder.weights('bias', [64], drawFloats(64));
  const product = builder.node('Gemm', [pooled, builder.weights('w', [16, 64], drawFloats(1024)), bias]);
  builder.output(builder.node('Softmax', [product], { axis: -1 }, 'y'), 'float32', [1, 64]);
  return builder.model(17);
}

function createProducts(): OnnxModel {
  const builder = createGraphBuilder('products');
  let x = builder.input('x', 'float32', [16, 256]);
  for (const layer of [0, 1]) {
    const product = builder.node('MatMul', [x, builder.weights(`w${layer}`, [256, 256], drawFloats(65_536))]);
    x = builder.node('Tanh', [product], {}, `y${layer}`);
  }
  builder.output(x, 'float32', [16, 256]);
  return builder.model(17);
}

async function* readSamples() {
  yield await Promise.resolve({ x: { dtype: 'float32', shape: [1, 3, 16, 16], data: drawFloats(768) } } as const);
}

/** Counts the operators of a graph after onnxruntime has fused its nodes. */
async function countFusedOperators(model: OnnxModel): Promise<Readonly<Record<string, number>>> {
  const { InferenceSession } = await import('onnxruntime-node');
  const folder = await mkdtemp(join(tmpdir(), 'assay-fused-'));
  try {
    const optimizedModelFilePath = join(folder, 'fused.onnx');
    const options = { graphOptimizationLevel: 'extended', optimizedModelFilePath, logSeverityLevel: 4 } as const;
    await (await InferenceSession.create(writeOnnx(model), options)).release();
    return readFacts(readOnnx(await readFile(optimizedModelFilePath))).operators;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.skipIf(ortSkipReason !== '')(`the estimated graph${ortSkipReason}`, () => {
  test('of static int8 has the integer operators for which onnxruntime replaces the written ones', async () => {
    const model = createNetwork();
    const step = getStep('static-int8');
    const derived = deriveNodes(readFacts(model).nodes, step)!;
    const context = { engine: nativeEngine, calibrationInputs: readSamples };
    expect(await runSteps(model, [step], context)).toMatchObject([{ code: 'rewritten' }]);
    const fused = await countFusedOperators(model);
    const counts: Record<string, number> = {};
    for (const { operator } of derived) if (operator !== 'Identity') counts[operator] = (counts[operator] ?? 0) + 1;
    expect(counts).toEqual(fused);
  });

  // For the last two schemes, the derived nodes are those that the scheme writes, except the multiplication of two
  // scales.
  test.for(['float16', 'weight-only', 'low-rank', 'dynamic-int8'] as const)(
    'of %s takes as long by forecast as the graph that the scheme writes',
    async (scheme) => {
      const model = createProducts();
      const [estimate] = estimateSpeeds(readFacts(model), profile, getStep(scheme));
      await runSteps(model, [getStep(scheme)], {});
      const written = forecastModel(readFacts(model), profile, { engine: 'ort', device: 'wasm', threads: 2 });
      if (!estimate?.known || !written.known) throw new Error('no forecast');
      expect(estimate.resultMs / written.expectedMs).toBeGreaterThan(0.9);
      expect(estimate.resultMs / written.expectedMs).toBeLessThan(1.1);
    },
  );
});

test('speeds are not estimated, with the reason, where there is no forecast', () => {
  const facts = readFacts(createNetwork());
  const list = (scheme: SchemeId, measured: typeof profile | null, of = facts) =>
    estimateSpeeds(of, measured, getStep(scheme)).map((speed) => [speed.device, speed.known ? 'known' : speed.reason]);
  const withGpu = createSampleProfile({ gpu: { gflops: 100, hasHalf: true, software: false, dispatchMs: 0.01 } });
  expect(list('float16', null)).toEqual([['wasm', 'device-not-measured']]);
  expect(list('float16', withGpu)).toEqual([
    ['wasm', 'known'],
    ['webgpu', 'known'],
  ]);
  expect(list('static-int8', withGpu)).toEqual([
    ['wasm', 'known'],
    ['webgpu', 'integers-on-cpu'],
  ]);
  expect(list('channel-pruning', profile)).toEqual([['wasm', 'layers-unknown']]);
  expect(list('float16', profile, createSampleFacts())).toEqual([['wasm', 'no-costs']]);
});

test('the estimate is scaled to the measured time of the original on the same device with as many threads', () => {
  const estimate = { device: 'wasm', threads: 2, known: true, originalMs: 10, resultMs: 4 } as const;
  const measured = [
    { device: 'wasm', threads: 2, medianMs: 30 },
    { device: 'wasm', threads: 1, medianMs: 50 },
  ] as const;
  expect(scaleToMeasured(estimate, measured)).toEqual({ ...estimate, originalMs: 30, resultMs: 12 });
  expect(scaleToMeasured({ ...estimate, threads: 4 }, measured)).toBeNull();
  expect(scaleToMeasured({ ...estimate, device: 'webgpu' }, measured)).toBeNull();
});
