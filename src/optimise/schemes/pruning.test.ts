import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { decodeTensorProto, createTensorProto } from '#formats/onnx/tensor-proto.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { listDifferences } from '../../../scripts/optimise-tests/cases.fixture.ts';
import { runNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { configureStep } from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { runSteps } from '../run-steps.ts';
import { channelPruning } from './channel-pruning.ts';
import { weightPruning } from './weight-pruning.ts';

const random = createSeededRandom(8);
const drawFloats = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);

describe('weight pruning sets to zero', () => {
  async function pruneLayer(operator: string, shape: readonly number[], weights: readonly number[], options: object) {
    const builder = createGraphBuilder('g');
    const x = builder.input('x', 'float32', operator === 'Conv' ? ['n', shape[1]!, 4, 4] : ['n', shape[0]!]);
    builder.output(builder.node(operator, [x, builder.weights('w', shape, Float32Array.from(weights))]), 'float32', []);
    const model = builder.model(17);
    const [outcome] = await runSteps(model, [configureStep(weightPruning, { ...options })]);
    return { outcome, values: Array.from(decodeTensorProto(model.graph!.initializers[0]!)!.data as Float32Array) };
  }

  test('the smallest magnitudes, and the first of equal ones', async () => {
    const { values, outcome } = await pruneLayer('MatMul', [3, 2], [3, -1, 2, 1, -4, 1], { sparsity: 0.4 });
    expect(values).toEqual([3, 0, 2, 0, -4, 1]);
    expect(outcome).toMatchObject({ facts: { nodes: 1, zeros: 2, weights: 6, skipped: 0 } });
  });

  test('two of four inputs of each output of a matrix product', async () => {
    // Columns are outputs: of 1, -5, 2, 4 the larger two are -5 and 4; of 9, 8, 0.5, 1 they are 9 and 8. The fifth
    // stays.
    const { values } = await pruneLayer('MatMul', [5, 2], [1, 9, -5, 8, 2, 0.5, 4, 1, 0.1, 0.2], { pattern: '2:4' });
    expect(values.map((value) => Math.fround(value))).toEqual([
      0,
      9,
      -5,
      8,
      0,
      0,
      4,
      0,
      Math.fround(0.1),
      Math.fround(0.2),
    ]);
  });

  test('two of four input channels at each position of a filter', async () => {
    const weights = [1, 8, 2, 7, 3, 6, 4, 5];
    const { values } = await pruneLayer('Conv', [1, 4, 1, 2], weights, { pattern: '2:4' });
    expect(values).toEqual([0, 8, 0, 7, 3, 0, 4, 0]);
  });

  test('nothing if a weight is not finite', async () => {
    expect((await pruneLayer('MatMul', [2, 2], [1, NaN, 2, 3], {})).outcome).toMatchObject({
      code: 'nothing-to-rewrite',
    });
  });
});

describe.skipIf(ortSkipReason !== '')(`channel pruning removes channels${ortSkipReason}`, () => {
  const image: Tensors = { x: { dtype: 'float32', shape: [2, 3, 8, 8], data: drawFloats(384) } };

  function buildNetwork(build: (builder: GraphBuilder, x: string) => string): OnnxModel {
    const builder = createGraphBuilder('network');
    builder.output(build(builder, builder.input('x', 'float32', ['n', 3, 8, 8])), 'float32', []);
    const model = builder.model(17);
    model.graph!.outputs[0]!.type!.tensor!.shape = undefined;
    return model;
  }
  const conv = (builder: GraphBuilder, x: string, name: string, shape: readonly number[], group = 1) => {
    const weights = builder.weights(`${name}.w`, shape, drawFloats(shape.reduce((a, b) => a * b)));
    return builder.node(
      'Conv',
      [x, weights, builder.weights(`${name}.b`, [shape[0]!], drawFloats(shape[0]!))],
      { group },
      name,
    );
  };

  /** Computes the outputs with the weights and biases of a layer's smallest filters set to zero. */
  async function runWithZeroFilters(model: OnnxModel, layer: string, count: number): Promise<Tensors> {
    const graph = model.graph!;
    const zeroed = graph.initializers.map((initializer) => ({
      initializer,
      tensor: decodeTensorProto(initializer)!,
    }));
    const weights = zeroed.find(({ initializer }) => initializer.name === `${layer}.w`)!.tensor;
    const filters = weights.shape[0]!;
    const size = weights.data.length / filters;
    const filterNorm = (filter: number) =>
      (weights.data as Float32Array)
        .subarray(filter * size, (filter + 1) * size)
        .reduce((sum, value) => sum + Math.abs(value), 0);
    const pruned = Array.from({ length: filters }, (_, filter) => filter)
      .toSorted((p, q) => filterNorm(p) - filterNorm(q))
      .slice(0, count);
    const initializers = zeroed.map(({ initializer, tensor }) => {
      const inner = initializer.name === `${layer}.w` ? size : initializer.name === `${layer}.b` ? 1 : 0;
      if (inner === 0) return initializer;
      const data = (tensor.data as Float32Array).slice();
      for (const filter of pruned) data.fill(0, filter * inner, (filter + 1) * inner);
      return createTensorProto(initializer.name, { dtype: 'float32', shape: initializer.dims, data });
    });
    return runNative(writeOnnx({ ...model, graph: { ...graph, initializers } }), image);
  }

  const listShapes = (model: OnnxModel) =>
    Object.fromEntries(model.graph!.initializers.map(({ name, dims }) => [name, dims.join('x')]));

  test('through activations, pooling, and a Flatten before a Gemm', async () => {
    const model = buildNetwork((builder, x) => {
      const pooled = builder.node('MaxPool', [builder.node('Relu', [conv(builder, x, 'a', [8, 3, 3, 3])])], {
        kernel_shape: [2, 2],
        strides: [2, 2],
      });
      const weights = builder.weights('w', [5, 72], drawFloats(360));
      return builder.node('Gemm', [builder.node('Flatten', [pooled]), weights], { transB: 1 }, 'y');
    });
    const expected = await runWithZeroFilters(model, 'a', 2);
    const [outcome] = await runSteps(model, [configureStep(channelPruning)]);
    expect(outcome).toEqual({ code: 'rewritten', facts: { nodes: 1, channels: 2, skipped: 1 } });
    expect(listShapes(model)).toMatchObject({ 'a.w/pruned': '6x3x3x3', 'a.b/pruned': '6', 'w/pruned': '5x54' });
    expect(listDifferences(expected, await runNative(writeOnnx(model), image), 1e-5)).toEqual([]);
  });

  test('through a depthwise convolution, and in two layers that follow each other', async () => {
    const model = buildNetwork((builder, x) => {
      const deep = conv(builder, builder.node('Relu', [conv(builder, x, 'a', [8, 3, 1, 1])]), 'd', [8, 1, 3, 3], 8);
      return conv(builder, builder.node('Relu', [conv(builder, deep, 'p', [6, 8, 1, 1])]), 'y', [4, 6, 1, 1]);
    });
    const [outcome] = await runSteps(model, [configureStep(channelPruning, { removedChannels: 0.5 })]);
    expect(outcome).toMatchObject({ facts: { nodes: 2, channels: 7 } });
    const shapes = listShapes(model);
    expect(shapes).toMatchObject({ 'd.w/pruned': '4x1x3x3', 'p.w/pruned': '3x4x1x1', 'y.w/pruned': '4x3x1x1' });
    expect((await runNative(writeOnnx(model), image)).y!.shape).toEqual([2, 4, 6, 6]);
  });

  test('but not if a sum also reads them', async () => {
    const model = buildNetwork((builder, x) => {
      const first = builder.node('Relu', [conv(builder, x, 'a', [8, 3, 1, 1])]);
      return builder.node('Add', [conv(builder, first, 'b', [8, 8, 1, 1]), first], {}, 'y');
    });
    const bytes = writeOnnx(model);
    expect(await runSteps(model, [configureStep(channelPruning)])).toEqual([{ code: 'nothing-to-rewrite', facts: {} }]);
    expect(Buffer.from(writeOnnx(model)).equals(bytes)).toBe(true);
  });
});
