import { describe, expect, test } from 'vitest';
import { buildPlaceholderGraph, toIntsAttribute, toJsonSource, type NodeOptions } from './tfjs-costs.fixture.ts';
import { tfjs } from './index.ts';

const createConvAttributes = (stride: number) => ({
  strides: toIntsAttribute([1, stride, stride, 1]),
  padding: { s: 'U0FNRQ==' }, // SAME
});

test('MobileNetV2 as a graph model costs 300 M multiply-adds (Sandler et al. 2018, table 4)', async () => {
  const graph = buildPlaceholderGraph([-1, 224, 224, 3]);
  let channels = 3;
  const addConvolution = (out: number, stride = 1, side = 1) => {
    graph.node('_FusedConv2D', { attr: createConvAttributes(stride), weights: [[side, side, channels, out], [out]] });
    channels = out;
  };
  addConvolution(32, 2, 3);
  // Table 2: expansion, channels, repeats, stride of the first.
  for (const [expansion, out, repeats, first] of [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ] as const) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      if (expansion > 1) addConvolution(channels * expansion);
      graph.node('FusedDepthwiseConv2dNative', {
        attr: createConvAttributes(repeat === 0 ? first : 1),
        weights: [[3, 3, channels, 1], [channels]],
      });
      addConvolution(out);
    }
  }
  addConvolution(1280);
  graph.node('Mean', { integers: [[1, 2]] });
  graph.node('_FusedMatMul', { weights: [[1280, 1000], [1000]] });
  const facts = await graph.facts();
  // 300.77 M of the convolutions and the last product; the mean adds 0.03 M.
  expect((facts.flops ?? 0) / 2e6).toBeCloseTo(300.81, 1);
  expect(facts.outputs).toMatchObject([{ shape: [null, 1000] }]);
  expect(facts.unknownOperators).toEqual([]);
});

describe('the output shape and the operations of one node', () => {
  test.each<[string, readonly number[], string, NodeOptions, readonly number[], number]>([
    // 5 windows of size 3 fit into 11 with a stride of 2; each of 5 x 5 x 8 outputs takes 2 x 3 x 3 x 4 operations.
    [
      'valid convolution',
      [1, 11, 11, 4],
      'Conv2D',
      { attr: { strides: toIntsAttribute([1, 2, 2, 1]), padding: { s: 'VkFMSUQ=' } }, weights: [[3, 3, 4, 8]] },
      [1, 5, 5, 8],
      14_400,
    ],
    [
      'dilated convolution',
      [1, 11, 11, 1],
      'Conv2D',
      {
        attr: {
          strides: toIntsAttribute([1, 1, 1, 1]),
          dilations: toIntsAttribute([1, 3, 3, 1]),
          padding: { s: 'VALID' },
        },
        weights: [[3, 3, 1, 1]],
      },
      [1, 5, 5, 1],
      450,
    ],
    ['matrix product', [2, 3], 'MatMul', { weights: [[3, 5]] }, [2, 5], 60],
    ['transposed product', [2, 3], 'MatMul', { attr: { transpose_b: { b: true } }, weights: [[5, 3]] }, [2, 5], 60],
    [
      'pool',
      [1, 8, 8, 2],
      'MaxPool',
      {
        attr: {
          ksize: toIntsAttribute([1, 2, 2, 1]),
          strides: toIntsAttribute([1, 2, 2, 1]),
          padding: { s: 'VkFMSUQ=' },
        },
      },
      [1, 4, 4, 2],
      128,
    ],
    ['padding', [1, 4, 4, 2], 'Pad', { integers: [[0, 0, 1, 2, 3, 0, 0, 0]] }, [1, 7, 7, 2], 0],
    ['reshape', [2, 3, 4], 'Reshape', { integers: [[-1, 6]] }, [4, 6], 0],
    ['transpose', [2, 3, 4], 'Transpose', { integers: [[2, 0, 1]] }, [4, 2, 3], 0],
    ['bilinear', [1, 4, 4, 2], 'ResizeBilinear', { integers: [[8, 6]] }, [1, 8, 6, 2], 672],
    [
      'strided slice',
      [1, 9, 4],
      'StridedSlice',
      {
        attr: { shrink_axis_mask: { i: '1' }, end_mask: { i: '4' } },
        integers: [
          [0, 1, 2],
          [1, -1, 0],
          [1, 2, 1],
        ],
      },
      [4, 2],
      0,
    ],
    ['addition', [2, 1, 4], 'AddV2', { weights: [[3, 1]] }, [2, 3, 4], 24],
    ['space to depth', [1, 4, 4, 1], 'SpaceToDepth', { attr: { block_size: { i: '2' } } }, [1, 2, 2, 4], 0],
    [
      'space to batch',
      [1, 5, 5, 3],
      'SpaceToBatchND',
      {
        integers: [
          [2, 2],
          [0, 1, 0, 1],
        ],
      },
      [4, 3, 3, 3],
      0,
    ],
    ['identity', [1, 4, 4, 8], 'Identity', {}, [1, 4, 4, 8], 0],
  ])('match a manual calculation: %s', async (_, shape, op, options, output, flops) => {
    const graph = buildPlaceholderGraph(shape);
    graph.node(op, options);
    const facts = await graph.facts();
    expect([facts.outputs[0]?.shape, facts.flops]).toEqual([output, flops]);
  });

  test('are inferred for a transposed convolution whose shape the graph computes', async () => {
    const graph = buildPlaceholderGraph([1, 4, 4, 8]);
    const shape = graph.node('Shape', {}, ['x']);
    const side = graph.node('StridedSlice', { attr: { shrink_axis_mask: { i: '1' } }, integers: [[1], [2], [1]] }, [
      shape,
    ]);
    const twice = graph.node('Mul', { integers: [[2]] }, [side]);
    const flat = graph.node('Squeeze', { attr: { squeeze_dims: toIntsAttribute([0]) } }, [twice]);
    const batch = graph.node('StridedSlice', { attr: { shrink_axis_mask: { i: '1' } }, integers: [[0], [1], [1]] }, [
      shape,
    ]);
    const depth = graph.node('StridedSlice', { attr: { shrink_axis_mask: { i: '1' } }, integers: [[3], [4], [1]] }, [
      shape,
    ]);
    const target = graph.node('Pack', {}, [batch, flat, flat, depth]);
    const filter = graph.node('ZerosLike', {}, [graph.node('Fill', { integers: [[2, 2, 8, 8]] }, [])]);
    // TensorFlow's order of inputs: the filter comes before the image.
    graph.node('Conv2DBackpropInput', {}, [target, filter, 'x']);
    const { nodes } = await graph.facts();
    const last = nodes.find(({ operator }) => operator === 'Conv2DBackpropInput');
    // Each of 4 x 4 x 8 elements contributes to 2 x 2 x 8 outputs.
    expect([last?.outputShape, last?.flops]).toEqual([[1, 8, 8, 8], 2 * 128 * 32]);
  });
});

test('excludes unknown operators and their consumers from the costs, and lists them', async () => {
  const graph = buildPlaceholderGraph([1, 4]);
  graph.node('Relu');
  graph.node('NonMaxSuppressionV5');
  graph.node('Relu');
  expect(await graph.facts()).toMatchObject({
    flops: 4,
    flopsBasis: { code: 'per-run', leftOut: { nodes: 2, of: 3 } },
    unknownOperators: ['NonMaxSuppressionV5'],
    peakActivationBytes: null,
  });
});

test('reads a graph with loops and cycles, without costs', async () => {
  const node = [
    { name: 'a', op: 'Relu', input: ['b'] },
    { name: 'b', op: 'Relu', input: ['a', 'a'] },
    { name: 'b', op: 'Relu', input: ['b'] },
  ];
  const facts = await tfjs.readFacts(toJsonSource({ modelTopology: { node } }), 'model.json');
  expect(facts.nodes).toHaveLength(2);
  expect(facts.flops).toBeNull();
});
