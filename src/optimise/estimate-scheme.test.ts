import { expect, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes } from '#formats/file-parts.ts';
import { estimateScheme } from './estimate-scheme.ts';
import { optimiseModel } from './optimise-model.ts';
import type { SchemeId } from './schemes/index.ts';
import { createRecipe } from './recipe.ts';

/** A MatMul with 256 x 256 weights, large enough for the few hundred bytes of added nodes not to matter. */
function buildProduct(opset = 17): OnnxModel {
  const builder = createGraphBuilder('product');
  const weights = Float32Array.from({ length: 256 * 256 }, (_, index) => Math.sin(index));
  const w = builder.weights('w', [256, 256], weights);
  builder.output(builder.node('MatMul', [builder.input('x', 'float32', ['n', 256]), w], {}, 'y'), 'float32', [
    'n',
    256,
  ]);
  return builder.model(opset);
}

/** A depthwise convolution of 8 channels. */
function buildDepthwise(): OnnxModel {
  const builder = createGraphBuilder('depthwise');
  const w = builder.weights('w', [8, 1, 3, 3], new Float32Array(72).fill(0.5));
  const y = builder.node('Conv', [builder.input('x', 'float32', [1, 8, 16, 16]), w], { group: 8 }, 'y');
  builder.output(y, 'float32', [1, 8, 14, 14]);
  return builder.model(17);
}

async function estimate(model: OnnxModel, id: SchemeId, hasSamples = false) {
  const sizeBytes = sumPartSizes(encodeOnnx(model));
  return estimateScheme(model, createRecipe(id).steps.at(-1)!, { sizeBytes, hasSamples });
}

test.for(['float16', 'dynamic-int8', 'weight-only'] as const)(
  'the estimated size of %s is within 10% of the result, and the model is unchanged',
  async (id) => {
    const model = buildProduct();
    const { refusal, sizeBytes } = await estimate(model, id);
    expect(refusal).toBeNull();
    expect(model).toEqual(buildProduct());
    const actualBytes = sumPartSizes(await optimiseModel(model, '', createRecipe(id), {}));
    expect(Math.abs(sizeBytes! / actualBytes - 1)).toBeLessThan(0.1);
  },
);

test('reports why a scheme does not apply', async () => {
  const reason = async (...args: Parameters<typeof estimate>) => (await estimate(...args)).refusal;
  expect(await reason(buildProduct(), 'static-int8')).toMatchObject({ reason: 'no-samples' });
  expect(await reason(buildProduct(), 'static-int8', true)).toBeNull();
  expect(await reason(buildProduct(10), 'dynamic-int8')).toMatchObject({ reason: 'opset-too-old' });
  expect(await reason(buildDepthwise(), 'weight-only')).toMatchObject({ code: 'nothing-to-rewrite' });
});

test('derives risks from the operators', async () => {
  expect((await estimate(buildProduct(), 'weight-only')).risks.map(({ code }) => code)).toEqual(['few-bits']);
  expect((await estimate(buildDepthwise(), 'static-int8', true)).risks).toEqual([{ code: 'depthwise', count: 1 }]);
});
