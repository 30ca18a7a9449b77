import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { createGraphBuilder, type AttributeValue } from '#formats/onnx/graph-builder.ts';
import { createTensorValueInfo, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { createTensorProto } from '#formats/onnx/tensor-proto.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { mentionsAny, runSteps } from '../run-steps.ts';
import { float32Convolutions } from './float32-convolutions.ts';
import { computeOutputs } from './outputs.fixture.ts';

const testData = process.env.ASSAY_TEST_DATA;

interface ConvolutionCase {
  /** [out, in / group, height, width] */
  readonly filter: readonly [number, number, number, number];
  readonly group?: number;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly x?: 'uint8' | 'int8';
  readonly w?: 'uint8' | 'int8';
  readonly y?: 'uint8' | 'int8';
  readonly xZero?: number;
  readonly wZeros?: readonly number[];
  readonly yZero?: number;
  readonly scales?: 'one' | 'by channel';
  readonly bias?: number | null;
}

const depthwise: ConvolutionCase = { filter: [12, 1, 3, 3], group: 12, attributes: { pads: [1, 1, 1, 1] } };
const thin: ConvolutionCase = { filter: [20, 32, 1, 1] };

function createIntegers(dtype: 'uint8' | 'int8', shape: readonly number[], values: readonly number[]): Tensor {
  return dtype === 'int8'
    ? { dtype, shape, data: Int8Array.from(values) }
    : { dtype, shape, data: Uint8Array.from(values) };
}

/** Builds one integer convolution of a 9 x 11 image, with seeded weights and scales. */
function buildModel(options: ConvolutionCase): OnnxModel {
  const { filter, group = 1, attributes = {}, x = 'uint8', w = 'int8', y = 'uint8' } = options;
  const { xZero = 3, wZeros = [0], yZero = 128, scales = 'by channel', bias = 1000 } = options;
  const random = createSeededRandom(7);
  const graph = createGraphBuilder('case');
  const scale = (name: string, values: readonly number[]) =>
    graph.weights(name, values.length === 1 ? [] : [values.length], Float32Array.from(values));
  const zero = (name: string, dtype: 'uint8' | 'int8', values: readonly number[]) =>
    graph.initializer(name, createIntegers(dtype, values.length === 1 ? [] : [values.length], values));
  const weights = Array.from(
    { length: filter.reduce((a, b) => a * b) },
    () => random() * 256 - (w === 'int8' ? 128 : 0),
  );
  const inputs = [
    graph.input('x', x, [1, filter[1] * group, 9, 11]),
    scale('xs', [0.0173]),
    zero('xz', x, [xZero]),
    graph.initializer('w', createIntegers(w, filter, weights)),
    scale(
      'ws',
      Array.from({ length: scales === 'one' ? 1 : filter[0] }, () => 0.001 + random() * 0.01),
    ),
    zero('wz', w, wZeros),
    scale('ys', [0.031]),
    zero('yz', y, [yZero]),
  ];
  if (bias !== null) {
    const values = Int32Array.from({ length: filter[0] }, () => (random() - 0.5) * 2 * bias);
    inputs.push(graph.initializer('b', { dtype: 'int32', shape: [filter[0]], data: values }));
  }
  graph.output(graph.node('QLinearConv', inputs, { ...attributes, group }, 'y'), y, ['n', filter[0], 'h', 'w']);
  return graph.model(13);
}

async function convertToFloat32(model: OnnxModel): Promise<{ readonly model: OnnxModel; readonly count: number }> {
  const copy = readOnnx(writeOnnx(model));
  const [outcome] = await runSteps(copy, [float32Convolutions]);
  return { model: copy, count: outcome?.code === 'rewritten' ? (outcome.facts.convolutions ?? 0) : 0 };
}

describe('gives bit-identical results in onnxruntime for', () => {
  const cases: Readonly<Record<string, ConvolutionCase>> = {
    'a depthwise convolution': depthwise,
    'a depthwise 5 x 5 convolution with strides': {
      ...depthwise,
      filter: [12, 1, 5, 5],
      attributes: { strides: [2, 2] },
    },
    'a depthwise convolution with dilations': { ...depthwise, attributes: { dilations: [2, 2], pads: [2, 1, 0, 2] } },
    'a depthwise convolution with automatic padding': {
      ...depthwise,
      attributes: { auto_pad: 'SAME_UPPER', kernel_shape: [3, 3], strides: [2, 2] },
    },
    'several filters per channel': { ...depthwise, filter: [24, 1, 3, 3] },
    'a thin 1 x 1 convolution': thin,
    'one scale for all channels': { ...thin, scales: 'one' },
    'no bias': { ...thin, bias: null },
    'zero points at the limits of the type': { ...thin, xZero: 255, yZero: 0 },
    'uint8 weights': { ...thin, w: 'uint8', wZeros: [131] },
    'int8 inputs and outputs': { ...depthwise, x: 'int8', y: 'int8', xZero: -5, yZero: 2 },
    'a one-dimensional kernel': { ...depthwise, filter: [12, 1, 3, 1], attributes: { pads: [1, 0, 1, 0] } },
    'per-channel zero points that are all equal': { ...thin, wZeros: Array<number>(20).fill(0) },
  };
  test.for(Object.entries(cases))('%s', async ([, options]) => {
    const model = buildModel(options);
    expect(mentionsAny(['QLinearConv'], writeOnnx(model))).toBe(true);
    const { model: converted, count } = await convertToFloat32(model);
    expect(count).toBe(1);
    expect(converted.graph!.nodes.map(({ opType }) => opType)).not.toContain('QLinearConv');
    const readValues = new Set(converted.graph!.nodes.flatMap(({ inputs }) => inputs));
    expect(converted.graph!.initializers.filter(({ name }) => !readValues.has(name))).toEqual([]);
    const outputs = await computeOutputs(writeOnnx(converted));
    expect(outputs).toEqual(await computeOutputs(writeOnnx(model)));
    expect(new Set((outputs as Uint8Array[][])[0]![0]!).size).toBeGreaterThan(20);
  });
});

test('does not reuse a name of the model in a replacement', async () => {
  const model = buildModel(thin);
  const [convolution] = model.graph!.nodes;
  const [input, scale, ...others] = convolution!.inputs;
  model.graph!.inputs.find(({ name }) => name === input)!.name = 'float32/y/x';
  model.graph!.initializers.find(({ name }) => name === scale)!.name = 'float32/y/scales';
  Object.assign(convolution!, { name: 'float32/y/Conv', inputs: ['float32/y/x', 'float32/y/scales', ...others] });
  const { model: converted } = await convertToFloat32(model);
  expect(await computeOutputs(writeOnnx(converted))).toEqual(await computeOutputs(writeOnnx(model)));
});

describe('does not replace a convolution with', () => {
  const cases: Readonly<Record<string, ConvolutionCase>> = {
    'a dense 3 x 3 filter, which is fast in integers': { filter: [8, 8, 3, 3] },
    'a wide 1 x 1 filter': { filter: [8, 33, 1, 1] },
    'sums that float32 cannot represent': { ...thin, bias: 2 ** 25 },
    'zero points that differ by channel': { ...thin, wZeros: Array.from({ length: 20 }, (_, index) => index) },
  };
  test.for(Object.entries(cases))('%s', async ([, options]) => {
    expect((await convertToFloat32(buildModel(options))).count).toBe(0);
  });

  test.each([
    ['a number of scales that is neither 1 nor the number of filters', 'ws', Float32Array.of(0.1, 0.2)],
    ['a scale of 0', 'ys', Float32Array.of(0)],
    ['a scale of NaN', 'xs', Float32Array.of(NaN)],
  ])('%s', async (_, name, data) => {
    const model = buildModel(thin);
    const initializers = model.graph!.initializers.filter((tensor) => tensor.name !== name);
    const shape = data.length === 1 ? [] : [data.length];
    model.graph!.initializers = [...initializers, createTensorProto(name, { dtype: 'float32', shape, data })];
    expect((await convertToFloat32(model)).count).toBe(0);
  });

  test('weights computed by the graph', async () => {
    const model = buildModel(thin);
    model.graph!.initializers = model.graph!.initializers.filter(({ name }) => name !== 'ws');
    model.graph!.inputs.push(createTensorValueInfo('ws', 'float32', [20]));
    expect((await convertToFloat32(model)).count).toBe(0);
  });

  test('a model without integer convolutions', async () => {
    const graph = createGraphBuilder('none');
    graph.output(graph.node('Relu', [graph.input('x', 'float32', [1])], {}, 'y'), 'float32', [1]);
    const model = graph.model(13);
    expect(await runSteps(model, [float32Convolutions])).toEqual([{ code: 'nothing-to-rewrite', facts: {} }]);
    expect(mentionsAny(['QLinearConv'], writeOnnx(model))).toBe(false);
  });
});

test.for([
  ['mobilenetv2-12-int8', 24],
  ['mbv2_cifar10_int8', 24],
  ['ic_quantized_int8', 0],
] as const)('replaces, in the model %s, %i convolutions', async ([name, expected], { skip }) => {
  if (!testData) skip('needs ASSAY_TEST_DATA');
  const model = readOnnx(new Uint8Array(await readFile(path.join(testData ?? '', `onnx-classify/${name}.onnx`))));
  expect((await convertToFloat32(model)).count).toBe(expected);
});
