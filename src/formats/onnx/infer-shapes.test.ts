import { expect, test } from 'vitest';
import type { Shape } from '#graph/value.ts';
import { countFlops } from './onnx-cost.ts';
import { createFloats, createGraphBuilder, type AttributeValue } from './graph-builder.ts';
import { createMessage } from './onnx-model.ts';
import { inferShapes } from './infer-shapes.ts';

type Attributes = Record<string, AttributeValue>;
interface Case {
  readonly shapes?: readonly Shape[];
  /** Small int64 constants, which are the node's inputs after those with `shapes`. */
  readonly constants?: readonly (readonly number[])[];
  readonly attributes?: Attributes;
  readonly domain?: string;
}

function inferOne(operator: string, { shapes = [], constants = [], attributes, domain = '' }: Case) {
  const builder = createGraphBuilder('one');
  const inputs = shapes.map((shape, index) => builder.input(`x${index}`, 'float32', shape as (number | string)[]));
  const integers = constants.map((values, index) => builder.integers(`c${index}`, values));
  builder.node(operator, [...inputs, ...integers], attributes, 'y');
  const graph = builder.model(17).graph ?? createMessage('Graph');
  for (const node of graph.nodes) node.domain = domain;
  return inferShapes(graph, { opset: 17 });
}

// Calculated manually from the formulas of the ONNX operator specifications.
test.each<[string, Case, Shape | null]>([
  [
    'Add',
    {
      shapes: [
        [2, 1, 5],
        [3, 1],
      ],
    },
    [2, 3, 5],
  ],
  [
    'Add',
    {
      shapes: [
        ['n', 4],
        [1, 4],
      ],
    },
    ['n', 4],
  ],
  [
    'MatMul',
    {
      shapes: [
        ['n', 8, 3, 4],
        [4, 5],
      ],
    },
    ['n', 8, 3, 5],
  ],
  ['MatMul', { shapes: [[4], [4, 5]] }, [5]],
  [
    'Gemm',
    {
      shapes: [
        [4, 3],
        [5, 4],
      ],
      attributes: { transA: 1, transB: 1 },
    },
    [3, 5],
  ],
  [
    'Conv',
    {
      shapes: [
        [1, 3, 224, 224],
        [32, 3, 3, 3],
      ],
      attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
    },
    [1, 32, 112, 112],
  ],
  [
    'Conv',
    {
      shapes: [
        [1, 3, 7, 7],
        [8, 3, 3, 3],
      ],
      attributes: { dilations: [2, 2] },
    },
    [1, 8, 3, 3],
  ],
  [
    'Conv',
    {
      shapes: [
        [1, 3, 7, 7],
        [8, 3, 3, 3],
      ],
      attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] },
    },
    [1, 8, 4, 4],
  ],
  [
    'Conv',
    {
      shapes: [
        ['n', 3, 'h', 'w'],
        [8, 3, 3, 3],
      ],
    },
    ['n', 8, null, null],
  ],
  [
    'ConvTranspose',
    {
      shapes: [
        [1, 3, 4, 4],
        [3, 8, 2, 2],
      ],
      attributes: { strides: [2, 2] },
    },
    [1, 8, 8, 8],
  ],
  ['MaxPool', { shapes: [[1, 8, 6, 6]], attributes: { kernel_shape: [3, 3], strides: [2, 2] } }, [1, 8, 2, 2]],
  [
    'MaxPool',
    { shapes: [[1, 8, 6, 6]], attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 } },
    [1, 8, 3, 3],
  ],
  ['GlobalAveragePool', { shapes: [[2, 8, 6, 6]] }, [2, 8, 1, 1]],
  ['Reshape', { shapes: [[2, 3, 4]], constants: [[0, -1]] }, [2, 12]],
  ['Reshape', { shapes: [['n', 6, 4]], constants: [[-1, 8, 3]] }, [null, 8, 3]],
  ['Transpose', { shapes: [[2, 3, 4]] }, [4, 3, 2]],
  [
    'Concat',
    {
      shapes: [
        [2, 3],
        [2, 'm'],
      ],
      attributes: { axis: 1 },
    },
    [2, null],
  ],
  [
    'Slice',
    {
      shapes: [[10, 20]],
      constants: [
        [-3, 1],
        [1000, -1],
        [0, 1],
        [1, 4],
      ],
    },
    [3, 5],
  ],
  [
    'Gather',
    {
      shapes: [
        [30, 8],
        ['n', 5],
      ],
      attributes: { axis: 0 },
    },
    ['n', 5, 8],
  ],
  ['Unsqueeze', { shapes: [[3, 4]], constants: [[0, -1]] }, [1, 3, 4, 1]],
  ['Squeeze', { shapes: [[1, 3, 1, 4]], constants: [[0]] }, [3, 1, 4]],
  ['ReduceMean', { shapes: [[2, 3, 4]], attributes: { axes: [-1], keepdims: 0 } }, [2, 3]],
  ['ReduceSum', { shapes: [[2, 3, 4]], constants: [[1]] }, [2, 1, 4]],
  ['Pad', { shapes: [[1, 3, 4, 4]], constants: [[0, 0, 1, 2, 0, 0, 3, 4]] }, [1, 3, 8, 10]],
  ['Flatten', { shapes: [[2, 3, 4, 5]], attributes: { axis: 2 } }, [6, 20]],
  ['Split', { shapes: [[2, 10]], constants: [[4, 6]], attributes: { axis: 1 } }, [2, 4]],
  ['TopK', { shapes: [[2, 10]], constants: [[4]] }, [2, 4]],
  ['Expand', { shapes: [[3, 1]], constants: [[2, 1, 6]] }, [2, 3, 6]],
  ['Tile', { shapes: [[2, 3]], constants: [[1, 4]] }, [2, 12]],
  ['DepthToSpace', { shapes: [[1, 8, 2, 3]], attributes: { blocksize: 2 } }, [1, 2, 4, 6]],
  [
    'Einsum',
    {
      shapes: [
        [2, 3, 4],
        [2, 4, 5],
      ],
      attributes: { equation: 'bij, bjk -> bik' },
    },
    [2, 3, 5],
  ],
  [
    'LSTM',
    {
      shapes: [
        [7, 2, 3],
        [1, 20, 3],
        [1, 20, 5],
      ],
      attributes: { hidden_size: 5 },
    },
    [7, 1, 2, 5],
  ],
  ['MatMulNBits', { shapes: [['n', 64]], attributes: { K: 64, N: 96 }, domain: 'com.microsoft' }, ['n', 96]],
  ['Mystery', { shapes: [[1]] }, null],
])('infers the output shape of %s with %j as %j', (operator, testCase, expected) => {
  expect(inferOne(operator, testCase).values.get('y')?.shape).toEqual(expected);
});

// onnxruntime-node 1.30 returns outputs of these shapes. Its CPU provider does not implement MultiHeadAttention with packed
// inputs, whose shapes are those of ContribOperators.md.
test.each<[string, string, readonly Shape[], Attributes, Shape]>([
  ['packed with keys and values', 'GroupQueryAttention', [[2, 5, 64]], { num_heads: 4, kv_num_heads: 2 }, [2, 5, 32]],
  ['packed with keys and values', 'MultiHeadAttention', [[2, 5, 4, 3, 8]], { num_heads: 4 }, [2, 5, 32]],
  [
    'with keys and values of three dimensions',
    'MultiHeadAttention',
    [
      [2, 5, 32],
      [2, 6, 32],
      [2, 6, 48],
    ],
    { num_heads: 4 },
    [2, 5, 48],
  ],
  [
    'with keys and values of four dimensions',
    'MultiHeadAttention',
    [
      [2, 5, 32],
      [2, 4, 6, 8],
      [2, 4, 6, 8],
    ],
    { num_heads: 4 },
    [2, 5, 32],
  ],
  [
    'with packed keys and values',
    'MultiHeadAttention',
    [
      [2, 5, 32],
      [2, 6, 4, 2, 8],
    ],
    { num_heads: 4 },
    [2, 5, 32],
  ],
])('infers the output shape of a query %s (%s)', (_, operator, shapes, attributes, expected) => {
  const { values } = inferOne(operator, { shapes, attributes, domain: 'com.microsoft' });
  expect(values.get('y')?.shape).toEqual(expected);
});

test('infers the size of a query that is packed with keys and values as unknown if it is unknown', () => {
  const attributes = { num_heads: 4, kv_num_heads: 2 };
  const { values } = inferOne('GroupQueryAttention', { shapes: [[2, 5, 'd']], attributes, domain: 'com.microsoft' });
  expect(values.get('y')?.shape).toEqual([2, 5, null]);
});

test('infers a size that the graph computes from a shape', () => {
  // The graph that exporters write for x.reshape(x.shape[0], heads, -1).
  const builder = createGraphBuilder('g');
  const x = builder.input('x', 'float32', ['n', 12, 4]);
  const size = builder.node('Gather', [builder.node('Shape', [x]), builder.integers('zero', [0], [])], { axis: 0 });
  const parts = [
    builder.node('Unsqueeze', [size, builder.integers('axes', [0])]),
    builder.integers('heads', [3]),
    builder.integers('rest', [-1]),
  ];
  builder.node('Reshape', [x, builder.node('Concat', parts, { axis: 0 })], {}, 'y');
  const { values } = inferShapes(builder.model(17).graph ?? createMessage('Graph'), { opset: 17 });
  expect(values.get('y')?.shape).toEqual(['n', 3, 16]);
});

// Operations computed by hand: two per multiply-add, and the number of outputs times the multiply-adds of each.
test.each<[string, Case, number | null]>([
  [
    'Conv',
    {
      shapes: [
        [1, 64, 56, 56],
        [128, 64, 3, 3],
      ],
      attributes: { pads: [1, 1, 1, 1] },
    },
    2 * 128 * 56 * 56 * 64 * 9,
  ],
  [
    'Conv',
    {
      shapes: [
        [1, 32, 10, 10],
        [32, 1, 3, 3],
      ],
      attributes: { pads: [1, 1, 1, 1], group: 32 },
    },
    2 * 32 * 100 * 9,
  ],
  [
    'ConvTranspose',
    {
      shapes: [
        [1, 3, 4, 4],
        [3, 8, 2, 2],
      ],
      attributes: { strides: [2, 2] },
    },
    2 * 48 * 8 * 4,
  ],
  [
    'MatMul',
    {
      shapes: [
        [2, 5, 8],
        [8, 3],
      ],
    },
    2 * 2 * 5 * 3 * 8,
  ],
  [
    'Gemm',
    {
      shapes: [
        [8, 5],
        [8, 3],
      ],
      attributes: { transA: 1 },
    },
    2 * 5 * 3 * 8,
  ],
  [
    'LSTM',
    {
      shapes: [
        [7, 2, 3],
        [1, 20, 3],
        [1, 20, 5],
      ],
      attributes: { hidden_size: 5 },
    },
    2 * 14 * (60 + 100),
  ],
  [
    'Einsum',
    {
      shapes: [
        [2, 3, 4],
        [2, 4, 5],
      ],
      attributes: { equation: 'bij,bjk->bik' },
    },
    2 * 2 * 3 * 4 * 5,
  ],
  ['MatMulNBits', { shapes: [[10, 64]], attributes: { K: 64, N: 96 }, domain: 'com.microsoft' }, 2 * 10 * 64 * 96],
  [
    'GroupQueryAttention',
    { shapes: [[2, 5, 64]], attributes: { num_heads: 4, kv_num_heads: 2 }, domain: 'com.microsoft' },
    2 * 5 * 32 * 4 * 5,
  ],
  [
    'MultiHeadAttention',
    {
      shapes: [
        [2, 5, 32],
        [2, 4, 6, 8],
        [2, 4, 6, 8],
      ],
      attributes: { num_heads: 4 },
      domain: 'com.microsoft',
    },
    2 * 5 * 32 * 4 * 6,
  ],
  ['LeakyRelu', { shapes: [[3, 4]], attributes: { alpha: createFloats(0.1) } }, 12],
  ['Reshape', { shapes: [[3, 4]], constants: [[12]] }, 0],
  ['Relu', { shapes: [['n', 4]] }, null],
  [
    'NonMaxSuppression',
    {
      shapes: [
        [1, 10, 4],
        [1, 1, 10],
      ],
    },
    null,
  ],
])('counts the operations of %s with %j as %j', (operator, testCase, expected) => {
  const [node] = inferOne(operator, testCase).nodes;
  expect(node && countFlops(node)).toBe(expected);
});

test('infers an unknown shape if sizes grow at every node', () => {
  const builder = createGraphBuilder('bomb');
  let ranks = builder.input('x', 'int64', [2, 2]);
  let content = builder.integers('c', [1, 2, 3]);
  for (let step = 0; step < 200; step++) {
    ranks = builder.node('Gather', [ranks, ranks]);
    content = builder.node('Concat', [content, content], { axis: 0 });
  }
  const { values } = inferShapes(builder.model(17).graph ?? createMessage('Graph'), { opset: 17 });
  expect(values.get(ranks)?.shape).toBeNull();
  expect(values.get(content)?.content).toBeUndefined();
});

test('infers unknown shapes for nodes in a cycle', () => {
  const builder = createGraphBuilder('cycle');
  builder.node('Relu', ['b'], {}, 'a');
  builder.node('Relu', ['a'], {}, 'b');
  const { values } = inferShapes(builder.model(17).graph ?? createMessage('Graph'), { opset: 17 });
  expect(values.get('b')?.shape).toBeNull();
});
