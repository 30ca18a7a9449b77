import { InferenceSession, Tensor as WebTensor, env } from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { convertSafetensors } from '#convert/index.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { reference, writeSafetensors } from '../../../scripts/convert-tests/transformers-models.fixture.ts';
import { listDifferences } from '../../../scripts/optimise-tests/cases.fixture.ts';
import { ortSkipReason, runNative } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { runSteps } from '../run-steps.ts';
import { attentionFusion } from './attention-fusion.ts';

env.wasm.numThreads = 1;
env.logLevel = 'fatal';

const random = createSeededRandom(17);
const drawFloats = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);
const [batch, length, heads, size] = [2, 5, 2, 4];
const width = heads * size;
const createFloats = (...shape: readonly number[]): Tensor => ({
  dtype: 'float32',
  shape,
  data: drawFloats(shape.reduce((a, b) => a * b, 1)),
});

interface Variant {
  /** The order of the axes of the keys: in one Transpose, or in two. */
  readonly keys?: 'once' | 'twice';
  readonly scale?: 'Mul' | 'Div' | 'none';
  readonly factor?: number;
  /** The shape of the bias; none if absent. */
  readonly bias?: readonly (number | string)[];
  /** Whether another node also reads the scores. */
  readonly isShared?: boolean;
  readonly opset?: number;
}

function createAttention({
  keys = 'once',
  scale = 'Mul',
  factor = scale === 'Div' ? 2 : 0.5,
  bias,
  isShared = false,
  opset = 17,
}: Variant): OnnxModel {
  const builder = createGraphBuilder('attention');
  const x = builder.input('x', 'float32', ['batch', 'length', width]);
  const split = builder.integers('split', [0, 0, heads, size]);
  const project = (name: string, perm: readonly number[]) => {
    const projected = builder.node('MatMul', [x, builder.weights(name, [width, width], drawFloats(width * width))]);
    return builder.node('Transpose', [builder.node('Reshape', [projected, split])], { perm });
  };
  const [query, value] = [project('q', [0, 2, 1, 3]), project('v', [0, 2, 1, 3])];
  const key =
    keys === 'once'
      ? project('k', [0, 2, 3, 1])
      : builder.node('Transpose', [project('k', [0, 2, 1, 3])], { perm: [0, 1, 3, 2] });
  let scores = builder.node('MatMul', [query, key]);
  if (scale !== 'none') scores = builder.node(scale, [scores, builder.weights('factor', [], Float32Array.of(factor))]);
  if (bias) scores = builder.node('Add', [scores, builder.input('bias', 'float32', bias)]);
  const attended = builder.node('MatMul', [builder.node('Softmax', [scores], { axis: -1 }), value]);
  const joined = builder.node('Transpose', [attended], { perm: [0, 2, 1, 3] });
  builder.output(addJoin(builder, joined), 'float32', ['batch', 'length', width]);
  if (isShared)
    builder.output(builder.node('Identity', [scores], {}, 'scores'), 'float32', ['batch', heads, 'length', 'length']);
  return builder.model(opset);
}

const addJoin = (builder: GraphBuilder, x: string) =>
  builder.node('Reshape', [x, builder.integers('join', [0, 0, width])], {}, 'y');
const countFused = (model: OnnxModel) =>
  model.graph!.nodes.filter(({ opType, domain }) => opType === 'MultiHeadAttention' && domain === 'com.microsoft')
    .length;

/** Runs a model in the browser's engine. */
async function runWeb(model: OnnxModel, inputs: Tensors): Promise<Tensors> {
  const session = await InferenceSession.create(writeOnnx(model), { executionProviders: ['wasm'] });
  const feeds = Object.entries(inputs).map(
    ([name, { dtype, data, shape }]) => [name, new WebTensor(dtype as 'float32', data as Float32Array, shape)] as const,
  );
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [
      name,
      { dtype: 'float32', shape: dims, data: data as Float32Array },
    ]),
  );
}

describe.skipIf(ortSkipReason !== '')(
  `attention keeps its results in onnxruntime and in the browser${ortSkipReason}`,
  () => {
    test.for([
      {},
      { keys: 'twice', scale: 'Div' },
      { scale: 'none' },
      { bias: ['batch', 1, 1, 'length'] },
      { bias: ['batch', heads, 'length', 'length'], scale: 'Div' },
      { bias: ['length', 'length'] },
      { bias: ['batch', 1, 'length', 1] },
      { bias: [1, heads, 1, 'keys'] },
    ] as const satisfies readonly Variant[])('%j is fused', async (variant: Variant) => {
      const model = createAttention(variant);
      const sizes = { batch, length, keys: length };
      const biasShape = variant.bias?.map((axis) => (typeof axis === 'number' ? axis : sizes[axis as 'batch']));
      const inputs = { x: createFloats(batch, length, width), ...(biasShape && { bias: createFloats(...biasShape) }) };
      const before = await runNative(writeOnnx(model), inputs, false);
      expect(await runSteps(model, [attentionFusion])).toEqual([{ code: 'rewritten', facts: { nodes: 1 } }]);
      expect(countFused(model)).toBe(1);
      expect(listDifferences(before, await runNative(writeOnnx(model), inputs), 1e-5)).toEqual([]);
      expect(listDifferences(before, await runWeb(model, inputs), 1e-5)).toEqual([]);
    });

    test('of a BERT encoder is fused in every layer, with its mask', async () => {
      const bert = reference.models['bert']!;
      const model = await convertSafetensors(toByteSource(writeSafetensors(bert)), bert.config);
      const createIntegers = (values: readonly number[]): Tensor => ({
        dtype: 'int64',
        shape: [2, 3],
        data: BigInt64Array.from(values, BigInt),
      });
      const inputs = {
        input_ids: createIntegers([5, 17, 3, 8, 0, 0]),
        attention_mask: createIntegers([1, 1, 1, 1, 0, 0]),
        token_type_ids: createIntegers([0, 0, 0, 0, 0, 0]),
      };
      const before = await runNative(writeOnnx(model), inputs, false);
      await runSteps(model, [attentionFusion]);
      expect(countFused(model)).toBe(2);
      expect(listDifferences(before, await runNative(writeOnnx(model), inputs), 1e-5)).toEqual([]);
      expect(listDifferences(before, await runWeb(model, inputs), 1e-5)).toEqual([]);
    });
  },
);

test.for([
  [{ isShared: true }, 'nothing-to-rewrite'],
  // MultiHeadAttention replaces a scale of 0 by the inverse root of the head size.
  [{ factor: 0 }, 'nothing-to-rewrite'],
  [{ scale: 'Div', factor: 0 }, 'nothing-to-rewrite'],
  [{ bias: ['other', 1, 1, 'length'] }, 'nothing-to-rewrite'],
  [{ opset: 12 }, 'not-applicable'],
] as const satisfies readonly (readonly [Variant, string])[])(
  'attention of %j is left unchanged: %s',
  async ([variant, code]) => {
    const model = createAttention(variant);
    const bytes = writeOnnx(model);
    expect(await runSteps(model, [attentionFusion])).toMatchObject([{ code }]);
    expect(Buffer.from(writeOnnx(model)).equals(bytes)).toBe(true);
  },
);
