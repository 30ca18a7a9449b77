import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createFloats, createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { listDifferences } from '../../../scripts/optimise-tests/cases.fixture.ts';
import { nativeEngine, runNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { configureStep } from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { runSteps } from '../run-steps.ts';
import type { ConfigurableStep, Step } from '../optimisation-step.ts';
import { passes } from './index.ts';

const random = createSeededRandom(3);
const drawFloats = (count: number, offset = 0) => Float32Array.from({ length: count }, () => offset + random() - 0.5);
const image: Tensors = { x: { dtype: 'float32', shape: [1, 4, 6, 5], data: drawFloats(120) } };

/** Builds a graph from the input x to the output y. */
function buildModel(
  shape: readonly (number | string)[],
  build: (builder: GraphBuilder, x: string) => string,
): OnnxModel {
  const builder = createGraphBuilder('small');
  const y = build(builder, builder.input('x', 'float32', shape));
  builder.output(y, 'float32', []);
  const model = builder.model(17);
  model.graph!.outputs[0]!.type!.tensor!.shape = undefined;
  return model;
}

/** Runs steps, expects the same results from onnxruntime, and returns the remaining operators. */
async function runAndListOperators(model: OnnxModel, inputs: Tensors, ...steps: readonly Step[]): Promise<string> {
  const before = await runNative(writeOnnx(model), inputs);
  await runSteps(model, steps, { engine: nativeEngine });
  expect(listDifferences(before, await runNative(writeOnnx(model), inputs), 1e-5)).toEqual([]);
  return model.graph!.nodes.map(({ opType }) => opType).join(' ');
}

describe.skipIf(ortSkipReason !== '')(`preserves the results of onnxruntime: ${ortSkipReason}`, () => {
  const buildNormalisedConvolution = (operator: string, filter: readonly number[], attributes = {}) =>
    buildModel([1, 4, 6, 5], (builder, x) => {
      const w = builder.weights('w', filter, drawFloats(filter.reduce((a, b) => a * b)));
      const convolution = builder.node(operator, [x, w], attributes);
      const parameters = ['scale', 'shift', 'mean', 'variance'].map((name) =>
        builder.weights(name, [6], drawFloats(6, name === 'variance' ? 1 : 0)),
      );
      return builder.node('BatchNormalization', [convolution, ...parameters], { epsilon: createFloats(0.01) }, 'y');
    });

  test.for([
    ['Conv', [6, 4, 3, 3], {}],
    ['Conv', [6, 2, 3, 3], { group: 2 }],
    ['ConvTranspose', [4, 6, 3, 3], {}],
    ['ConvTranspose', [4, 3, 2, 2], { group: 2 }],
  ] as const)('batch normalisation after %s with a filter of %j and %j is folded', async ([op, filter, attributes]) => {
    const model = buildNormalisedConvolution(op, filter, attributes);
    expect(await runAndListOperators(model, image, passes['conv-batch-norm-fusion'])).toBe(op);
    expect(model.graph!.initializers).toHaveLength(2);
  });

  test('does not fuse batch normalisation if the convolution has another consumer', async () => {
    const model = buildNormalisedConvolution('Conv', [6, 4, 3, 3]);
    const [convolution] = model.graph!.nodes;
    model.graph!.outputs.push({ ...model.graph!.outputs[0]!, name: convolution!.outputs[0]! });
    expect(await runAndListOperators(model, image, passes['conv-batch-norm-fusion'])).toBe('Conv BatchNormalization');
  });

  test.for([
    [[3], 'Gemm'],
    [[1, 3], 'Gemm'],
    [[1], 'Gemm'],
    [[2, 3], 'MatMul Add'],
    [[5, 1, 3], 'MatMul Add'],
  ] as const)('a product with a bias of %j becomes %s', async ([bias, expected]) => {
    const model = buildModel([2, 4], (builder, x) => {
      const product = builder.node('MatMul', [x, builder.weights('w', [4, 3], drawFloats(12))]);
      return builder.node(
        'Add',
        [builder.weights('b', bias, drawFloats(bias.reduce((a: number, b) => a * b, 1))), product],
        {},
        'y',
      );
    });
    const inputs: Tensors = { x: { dtype: 'float32', shape: [2, 4], data: drawFloats(8) } };
    expect(await runAndListOperators(model, inputs, passes['matmul-add-fusion'])).toBe(expected);
  });

  test.for([
    [[0, 2, 3, 1], [0, 3, 1, 2], 'Relu'],
    [[0, 2, 3, 1], [0, 2, 3, 1], 'Relu Transpose'],
  ] as const)('transpositions by %j and %j become %s', async ([first, second, expected]) => {
    const model = buildModel([1, 4, 6, 5], (builder, x) => {
      const transposed = builder.node('Transpose', [builder.node('Relu', [x])], { perm: first });
      return builder.node('Transpose', [transposed], { perm: second }, 'y');
    });
    expect(await runAndListOperators(model, image, passes['transpose-elimination'])).toBe(expected);
    expect(model.graph!.nodes.at(-1)!.outputs).toEqual(['y']);
  });

  test('removes nodes without effect and keeps the name of an output', async () => {
    const model = buildModel([1, 4, 6, 5], (builder, x) => {
      const one = builder.weights('one', [], Float32Array.of(1));
      const same = builder.node('Mul', [builder.node('Identity', [x]), one]);
      const whole = builder.node('Reshape', [builder.node('Relu', [same]), builder.integers('shape', [0, 4, -1, 5])]);
      return builder.node('Identity', [whole], {}, 'y');
    });
    expect(await runAndListOperators(model, image, passes['identity-elimination'])).toBe('Relu');
  });

  test('keeps a multiplication by 1 that broadcasts', async () => {
    const model = buildModel([1, 4, 6, 5], (builder, x) =>
      builder.node('Mul', [x, builder.weights('one', [2, 1, 1, 1], Float32Array.of(1, 1))], {}, 'y'),
    );
    expect(await runAndListOperators(model, image, passes['identity-elimination'])).toBe('Mul');
  });

  test('stores shapes known from the input and removes the nodes that computed them', async () => {
    const model = buildModel([1, 4, 6, 5], (builder, x) => {
      const batch = builder.node('Gather', [builder.node('Shape', [x]), builder.integers('first', [0])]);
      const target = builder.node('Concat', [batch, builder.integers('rest', [-1])], { axis: 0 });
      return builder.node('Reshape', [x, target], {}, 'y');
    });
    expect(await runAndListOperators(model, image, passes['shape-folding'], passes['dead-code-elimination'])).toBe(
      'Reshape',
    );
  });

  test('folds constant subgraphs but leaves quantised weights quantised', async () => {
    const model = buildModel([1, 4, 6, 5], (builder, x) => {
      const w = builder.initializer('w', {
        dtype: 'int8',
        shape: [5, 5],
        data: Int8Array.from(drawFloats(25), (v) => v * 200),
      });
      const scale = builder.weights('scale', [], Float32Array.of(0.01));
      const factor = builder.node('Exp', [builder.node('Neg', [builder.weights('f', [5], drawFloats(5))])]);
      return builder.node(
        'Mul',
        [builder.node('MatMul', [x, builder.node('DequantizeLinear', [w, scale])]), factor],
        {},
        'y',
      );
    });
    expect(await runAndListOperators(model, image, passes['constant-folding'])).toBe('DequantizeLinear MatMul Mul');
  });

  test('merges equal nodes and equal initializers', async () => {
    const model = buildModel([1, 4, 6, 5], (builder, x) => {
      const [a, b] = ['a', 'b'].map((name) => builder.weights(name, [5], Float32Array.of(1, 2, 3, 4, 5))) as [
        string,
        string,
      ];
      return builder.node(
        'Sub',
        [builder.node('Mul', [x, a]), builder.node('Exp', [builder.node('Mul', [x, b])])],
        {},
        'y',
      );
    });
    expect(await runAndListOperators(model, image, passes['common-subexpressions'])).toBe('Mul Exp Sub');
    expect(model.graph!.initializers.map(({ name }) => name)).toEqual(['a']);
  });

  test('sets free dimensions by name and rejects unknown names', async () => {
    const model = buildModel(['batch', 4, 6, 5], (builder, x) => builder.node('Relu', [x], {}, 'y'));
    const freeze = configureStep(passes['freeze-sizes'] as ConfigurableStep, { sizes: { batch: 1 } });
    expect(await runAndListOperators(model, image, freeze)).toBe('Relu');
    expect(model.graph!.inputs[0]!.type!.tensor!.shape!.dims[0]!.value).toBe(1);
    const [outcome] = await runSteps(model, [
      configureStep(passes['freeze-sizes'] as ConfigurableStep, { sizes: { h: 1 } }),
    ]);
    expect(outcome).toEqual({ code: 'not-applicable', reason: 'no-such-size', facts: { name: 'h' } });
  });
});

describe.skipIf(ortSkipReason !== '')(
  `preserves the results when operators are fused or merged${ortSkipReason}`,
  () => {
    const rows: Tensors = { x: { dtype: 'float32', shape: [2, 3, 8], data: drawFloats(48) } };
    const scalar = (builder: GraphBuilder, name: string, value: number) =>
      builder.weights(name, [], Float32Array.of(value));

    const gelu = (order: 'product' | 'half' | 'factor', square = Math.SQRT2) =>
      buildModel([2, 3, 8], (builder, x) => {
        const erf = builder.node('Erf', [builder.node('Div', [x, scalar(builder, 'root', square)])]);
        const sum = builder.node('Add', [erf, scalar(builder, 'one', 1)]);
        const half = scalar(builder, 'half', 0.5);
        if (order === 'product') return builder.node('Mul', [builder.node('Mul', [x, sum]), half], {}, 'y');
        if (order === 'half') return builder.node('Mul', [builder.node('Mul', [x, half]), sum], {}, 'y');
        return builder.node('Mul', [x, builder.node('Mul', [half, sum])], {}, 'y');
      });
    test.for(['product', 'half', 'factor'] as const)('GELU with its %s last', async (order) => {
      const model = gelu(order);
      expect(await runAndListOperators(model, rows, passes['gelu-fusion'])).toBe('Gelu');
      expect(model.graph!.nodes[0]!.domain).toBe('com.microsoft');
    });

    test('does not fuse a GELU with a constant other than the square root of 2', async () => {
      expect(await runAndListOperators(gelu('product', 1.5), rows, passes['gelu-fusion'])).toBe('Div Erf Add Mul Mul');
    });

    const layerNorm = (axis: number, isMeanRead = false) =>
      buildModel([2, 3, 8], (builder, x) => {
        const mean = builder.node('ReduceMean', [x], { axes: [axis] });
        const difference = builder.node('Sub', [x, mean]);
        const variance = builder.node('ReduceMean', [builder.node('Pow', [difference, scalar(builder, 'two', 2)])], {
          axes: [axis],
        });
        const root = builder.node('Sqrt', [builder.node('Add', [variance, scalar(builder, 'epsilon', 1e-5)])]);
        const scaled = builder.node('Mul', [
          builder.node('Div', [difference, root]),
          builder.weights('scale', [8], drawFloats(8)),
        ]);
        const y = builder.node(
          'Add',
          [scaled, builder.weights('bias', [8], drawFloats(8))],
          {},
          isMeanRead ? undefined : 'y',
        );
        return isMeanRead ? builder.node('Add', [y, mean], {}, 'y') : y;
      });
    test('layer normalisation over the last axis', async () => {
      expect(await runAndListOperators(layerNorm(-1), rows, passes['layer-norm-fusion'])).toBe('LayerNormalization');
    });

    test('does not fuse a normalisation over another axis or with a mean that is read elsewhere', async () => {
      expect(await runAndListOperators(layerNorm(1), rows, passes['layer-norm-fusion'])).toContain('ReduceMean');
      expect(await runAndListOperators(layerNorm(-1, true), rows, passes['layer-norm-fusion'])).toContain('ReduceMean');
    });

    test.for(['Div', 'Reciprocal', '1 / root'] as const)('RMS normalisation with %s', async (form) => {
      const model = buildModel([2, 3, 8], (builder, x) => {
        const mean = builder.node('ReduceMean', [builder.node('Mul', [x, x])], { axes: [2] });
        const root = builder.node('Sqrt', [builder.node('Add', [mean, scalar(builder, 'epsilon', 1e-6)])]);
        const inverse = () =>
          form === 'Reciprocal'
            ? builder.node('Reciprocal', [root])
            : builder.node('Div', [scalar(builder, 'one', 1), root]);
        const scaled = form === 'Div' ? builder.node('Div', [x, root]) : builder.node('Mul', [x, inverse()]);
        return builder.node('Mul', [builder.weights('scale', [8], drawFloats(8)), scaled], {}, 'y');
      });
      expect(await runAndListOperators(model, rows, passes['rms-norm-fusion'])).toBe('SimplifiedLayerNormalization');
    });

    test('moves transposes past elementwise operators until they cancel out', async () => {
      const model = buildModel([1, 4, 6, 5], (builder, x) => {
        const transposed = builder.node('Transpose', [x], { perm: [0, 2, 3, 1] });
        return builder.node(
          'Transpose',
          [builder.node('Sigmoid', [builder.node('Relu', [transposed])])],
          { perm: [0, 3, 1, 2] },
          'y',
        );
      });
      expect(await runAndListOperators(model, image, passes['transpose-elimination'])).toBe('Relu Sigmoid');
    });

    test('merges reshapes unless a size is copied from the shape between them', async () => {
      const chain = (sizes: readonly number[]) =>
        buildModel([1, 4, 6, 5], (builder, x) => {
          const flat = builder.node('Flatten', [builder.node('Unsqueeze', [x, builder.integers('axes', [0])])], {
            axis: 3,
          });
          return builder.node('Reshape', [flat, builder.integers('sizes', sizes)], {}, 'y');
        });
      expect(await runAndListOperators(chain([2, -1]), image, passes['reshape-joining'])).toBe('Unsqueeze Reshape');
      expect(await runAndListOperators(chain([0, -1]), image, passes['reshape-joining'])).toBe(
        'Unsqueeze Flatten Reshape',
      );
    });

    test('merges slices of different axes', async () => {
      const slices = (axes: readonly [number, number]) =>
        buildModel([1, 4, 6, 5], (builder, x) => {
          const cut = (value: string, axis: number, [start, end]: readonly [number, number], output?: string) =>
            builder.node(
              'Slice',
              [
                value,
                ...[start, end, axis].map((number, index) => builder.integers(`${axis}.${start}.${index}`, [number])),
              ],
              {},
              output,
            );
          return cut(cut(x, axes[0], [1, 9]), axes[1], [0, -1], 'y');
        });
      expect(await runAndListOperators(slices([1, -1]), image, passes['reshape-joining'])).toBe('Slice');
      expect(await runAndListOperators(slices([2, -2]), image, passes['reshape-joining'])).toBe('Slice Slice');
    });

    test('makes reduction axes and the number of split outputs explicit from opset 17 to 21', async () => {
      const raise = configureStep(passes['raise-opset'] as ConfigurableStep, { to: 21 });
      const model = buildModel([1, 4, 6, 5], (builder, x) => {
        builder.nodeWithOutputs('Split', [x], ['a', 'b'], { axis: 1 });
        const grid = builder.weights('grid', [1, 2, 2, 2], drawFloats(8));
        const sampled = builder.node('GridSample', [builder.node('Max', ['a', 'b']), grid], { mode: 'bilinear' });
        return builder.node('ReduceL2', [sampled], { axes: [2, 3] }, 'y');
      });
      expect(await runAndListOperators(model, image, raise)).toBe('Split Max GridSample ReduceL2');
      expect(model.opsetImports[0]!.version).toBe(21);
      expect(model.graph!.nodes.at(-1)!.inputs).toHaveLength(2);
    });
  },
);

describe.skipIf(ortSkipReason !== '')(`from opset 12 to 17${ortSkipReason}`, () => {
  const raise = configureStep(passes['raise-opset'] as ConfigurableStep);
  const older = (build: Parameters<typeof buildModel>[1]) => {
    const model = buildModel([1, 4, 6, 5], build);
    model.opsetImports[0]!.version = 12;
    return model;
  };

  test('turns axes into inputs without changing the results', async () => {
    const model = older((builder, x) => {
      const sum = builder.node('ReduceSum', [x], { axes: [2], keepdims: 0 });
      const probabilities = builder.node('Softmax', [sum], { axis: 2 });
      return builder.node('Unsqueeze', [builder.node('Squeeze', [probabilities], { axes: [0] })], { axes: [1] }, 'y');
    });
    expect(await runAndListOperators(model, image, raise)).toBe('ReduceSum Softmax Squeeze Unsqueeze');
    expect(model.opsetImports[0]!.version).toBe(17);
    expect(model.graph!.nodes.map(({ inputs }) => inputs.length)).toEqual([2, 1, 2, 2]);
  });

  test('removes the empty scales of a Resize with sizes', async () => {
    const model = older((builder, x) => {
      const empty = builder.weights('none', [0], new Float32Array());
      return builder.node('Resize', [x, empty, empty, builder.integers('sizes', [1, 4, 12, 10])], {}, 'y');
    });
    expect(await runAndListOperators(model, image, raise)).toBe('Resize');
    expect(model.graph!.nodes[0]!.inputs[2]).toBe('');
  });

  test('leaves a model with a softmax over several axes unchanged', async () => {
    const model = older((builder, x) => builder.node('Softmax', [x], { axis: 1 }, 'y'));
    const [outcome] = await runSteps(model, [raise]);
    const facts = { operator: 'Softmax', opset: 17 };
    expect(outcome).toEqual({ code: 'not-applicable', reason: 'operator-not-convertible', facts });
    expect(model.opsetImports[0]!.version).toBe(12);
  });
});

test('reports constant folding as not applicable without an engine', async () => {
  const model = buildModel([5], (builder, x) =>
    builder.node('Add', [x, builder.node('Neg', [builder.weights('w', [5], drawFloats(5))])], {}, 'y'),
  );
  const [outcome] = await runSteps(model, [passes['constant-folding']]);
  expect(outcome).toEqual({ code: 'not-applicable', reason: 'no-engine', facts: {} });
});
