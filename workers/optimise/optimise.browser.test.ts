import { expect, test } from 'vitest';
import { findSensitiveNodes, inspectForOptimising, runRecipe } from '#bridge/optimise-handle.ts';
import type { RecipeProgress } from '#bridge/optimise-contract.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { readOnnxHeader } from '#formats/onnx/read-onnx-header.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { readLineage } from '#optimise/optimise-model.ts';

/** A model that this project trained; its digest is in models/cifar10/model.json. */
const subject = { kind: 'model', id: 'cifar10' } as const;
const sha256 = '642f5f6172fd11034078684dac13a02ca82fc94b7dc7b08846317cfe65dbb293';

test('a model is rewritten reproducibly, close to its estimate, and then recognised as quantised', async () => {
  const model = await inspectForOptimising(subject, false, null);
  const float16 = model.schemes.find(({ id }) => id === 'float16')!;
  expect(model.schemes.find(({ id }) => id === 'static-int8')!.refusal).toMatchObject({ reason: 'no-samples' });
  const request = { subject, recipe: float16.recipe, calibration: null, dimensions: model.sizes };
  const phases = new Set<RecipeProgress['phase']>();
  const first = await runRecipe(request, { onProgress: ({ phase }) => phases.add(phase) });
  expect([...phases]).toEqual(['load', 'step', 'write', 'compare']);
  expect(first.files[0]!.name).toBe('cifar10.float16.onnx');
  expect(first.parent.sha256).toBe(sha256);
  // Half the size of the float32 weights, plus the graph.
  expect(first.sizeBytes / model.sizeBytes).toBeLessThan(0.51);
  expect(Math.abs(first.sizeBytes - float16.sizeBytes!) / first.sizeBytes).toBeLessThan(0.05);
  expect(first.outputs[0]!.sqnrDb).toBeGreaterThan(40);
  const metadata = (await readOnnxHeader(first.files[0]!)).metadata.map(({ key, value }) => [key, value] as const);
  expect(readLineage(Object.fromEntries(metadata))).toEqual({ parent: sha256, recipe: first.recipe });
  expect((await runRecipe(request)).sha256).toBe(first.sha256);
  const reopened = await inspectForOptimising({ kind: 'files', files: first.files }, true, null);
  expect(reopened.lineage).toEqual({ parent: sha256, recipe: first.recipe });
  for (const { refusal } of reopened.schemes)
    expect(refusal).toMatchObject({ reason: 'already-quantised', facts: { kind: 'float16' } });
});

test("a model is calibrated with items of a dataset, preprocessed by the model's task", async () => {
  const model = await inspectForOptimising(subject, true, null);
  expect(model.tasks).toContain('image-classification');
  const pixels = new ImageData(
    new Uint8ClampedArray(4 * 32 * 32).map((_, index) => (index * 37) % 256),
    32,
    32,
  );
  const canvas = new OffscreenCanvas(32, 32);
  canvas.getContext('2d')!.putImageData(pixels, 0, 0);
  const file = new File([await canvas.convertToBlob()], 'a.png');
  const items = ['a', 'b'].map((path) => ({ path, file, truth: null }));
  const { recipe } = model.schemes.find(({ id }) => id === 'static-int8')!;
  const result = await runRecipe({
    subject,
    recipe,
    calibration: { task: 'image-classification', items },
    dimensions: model.sizes,
  });
  expect(result.stages.at(-1)).toMatchObject({ step: 'static-int8', outcome: { code: 'rewritten' } });
  expect(result.samples).toEqual({ count: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(result.outputs[0]!.cosine).toBeGreaterThan(0.95);
  expect(result.sizeBytes / result.parent.sizeBytes).toBeLessThan(0.4);
});

test('outputs are compared at the sizes that a recipe sets', async () => {
  const builder = createGraphBuilder('product');
  const weights = builder.weights('w', [64, 32], new Float32Array(2048).fill(0.5));
  builder.output(builder.node('MatMul', [builder.input('x', 'float32', ['n', 64]), weights], {}, 'y'), 'float32', [
    'n',
    32,
  ]);
  const files = [new File([writeOnnx(builder.model(17)) as Uint8Array<ArrayBuffer>], 'free.onnx')];
  const recipe = '{"version":1,"steps":[{"step":"freeze-sizes","sizes":{"n":4}}]}';
  const { outputs } = await runRecipe({ subject: { kind: 'files', files }, recipe, calibration: null, dimensions: {} });
  // 4 rows of 32 values.
  expect(outputs).toEqual([{ name: 'y', sqnrDb: Infinity, cosine: 1, compared: 128, notComparable: 0 }]);
});

test('nodes are ranked by the effect of a scheme on each of them', async () => {
  const builder = createGraphBuilder('products');
  let x = builder.input('x', 'float32', [4, 64]);
  // An outlier makes the quantisation steps of the other weights coarser.
  for (const outlier of [1, 100, 10]) {
    const weights = Float32Array.from({ length: 4096 }, (_, index) => (index % 65 === 0 ? outlier : Math.sin(index)));
    x = builder.node('MatMul', [x, builder.weights(`w${outlier}`, [64, 64], weights)], {}, `by ${outlier}`);
  }
  builder.output(x, 'float32', [4, 64]);
  const files = [new File([writeOnnx(builder.model(17)) as Uint8Array<ArrayBuffer>], 'products.onnx')];
  const options = { operators: ['MatMul'] };
  const request = { subject: { kind: 'files', files }, scheme: 'dynamic-int8', options, calibration: null } as const;
  let progress = 0;
  const onProgress = (fraction: number) => (progress = fraction);
  const { nodes, toExclude } = await findSensitiveNodes({ ...request, dimensions: {}, minSqnrDb: 55 }, { onProgress });
  expect(progress).toBe(1);
  expect(nodes).toHaveLength(3);
  expect(nodes.map(({ sqnrDb }) => sqnrDb)).toEqual(nodes.map(({ sqnrDb }) => sqnrDb).toSorted((a, b) => a - b));
  expect(toExclude).toEqual(nodes.slice(0, toExclude.length).map(({ node }) => node));
  expect(toExclude.length).toBeGreaterThan(0);
});

test('a cancelled run ends immediately, and a file that is not a model is rejected', async () => {
  const stop = new AbortController();
  const { recipe } = (await inspectForOptimising(subject, false, null)).schemes[0]!;
  const running = runRecipe({ subject, recipe, calibration: null, dimensions: {} }, { signal: stop.signal });
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  const files = [new File(['{}'], 'x.json')];
  await expect(inspectForOptimising({ kind: 'files', files }, false, null)).rejects.toMatchObject({
    code: 'model-unknown',
  });
});
