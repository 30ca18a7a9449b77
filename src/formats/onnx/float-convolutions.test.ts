import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { freeDimensions, seededInputs } from '#bench/seeded-inputs.ts';
import { seededRandom } from '#core/random.ts';
import type { DataType, Tensor, TensorSpec } from '#core/tensor.ts';
import { graphBuilder, type AttributeValue } from './graph-builder.ts';
import type { OnnxModel } from './model.ts';
import { readOnnx } from './read.ts';
import { tensorProto } from './tensor-proto.ts';
import { canRunInFloat, convolutionsToFloat32 } from './float-convolutions.ts';
import { writeOnnx } from './write.ts';

const data = process.env.ASSAY_TEST_DATA;
beforeAll(() => {
  env.wasm.numThreads = 1;
});

interface Case {
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

const depthwise: Case = { filter: [12, 1, 3, 3], group: 12, attributes: { pads: [1, 1, 1, 1] } };
const thin: Case = { filter: [20, 32, 1, 1] };

function integers(dtype: 'uint8' | 'int8', shape: readonly number[], values: readonly number[]): Tensor {
  return dtype === 'int8'
    ? { dtype, shape, data: Int8Array.from(values) }
    : { dtype, shape, data: Uint8Array.from(values) };
}

/** One integer convolution of a 9 x 11 picture, weights and scales from a seed. */
function modelOf(given: Case): OnnxModel {
  const { filter, group = 1, attributes = {}, x = 'uint8', w = 'int8', y = 'uint8' } = given;
  const { xZero = 3, wZeros = [0], yZero = 128, scales = 'by channel', bias = 1000 } = given;
  const random = seededRandom(7);
  const graph = graphBuilder('case');
  const scale = (name: string, values: readonly number[]) =>
    graph.weights(name, values.length === 1 ? [] : [values.length], Float32Array.from(values));
  const zero = (name: string, dtype: 'uint8' | 'int8', values: readonly number[]) =>
    graph.initializer(name, integers(dtype, values.length === 1 ? [] : [values.length], values));
  const weights = Array.from(
    { length: filter.reduce((a, b) => a * b) },
    () => random() * 256 - (w === 'int8' ? 128 : 0),
  );
  const inputs = [
    graph.input('x', x, [1, filter[1] * group, 9, 11]),
    scale('xs', [0.0173]),
    zero('xz', x, [xZero]),
    graph.initializer('w', integers(w, filter, weights)),
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

async function outputsOf(model: OnnxModel, runs = 3): Promise<unknown[]> {
  const session = await InferenceSession.create(writeOnnx(model), { logSeverityLevel: 3 });
  const specs = session.inputMetadata.flatMap((input): TensorSpec[] =>
    input.isTensor ? [{ name: input.name, dtype: input.type as DataType, shape: input.shape }] : [],
  );
  const ones = Object.fromEntries(freeDimensions(specs).map((name) => [name, 1]));
  const random = seededRandom(11);
  const outputs: unknown[] = [];
  for (let run = 0; run < runs; run++) {
    const feeds = Object.entries(seededInputs(specs, ones)).map(([name, { dtype, shape, data }]) => {
      const values = data as Float32Array | Uint8Array | Int8Array;
      const [least, most] = dtype === 'float32' ? [-2, 2] : dtype === 'int8' ? [-128, 128] : [0, 256];
      const drawn = values.map(() => Math.min(most - (dtype === 'float32' ? 0 : 1), least + random() * (most - least)));
      return [name, new OrtTensor(dtype as 'float32', drawn as Float32Array, shape)] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    outputs.push(session.outputNames.map((name) => results[name]!.data));
  }
  await session.release();
  return outputs;
}

function widened(model: OnnxModel): { readonly model: OnnxModel; readonly count: number } {
  const copy = readOnnx(writeOnnx(model));
  const count = convolutionsToFloat32(copy);
  return { model: copy, count };
}

describe('onnxruntime gives the same bits for', () => {
  const cases: Readonly<Record<string, Case>> = {
    'a depthwise convolution': depthwise,
    'one of 5 x 5, with strides': { ...depthwise, filter: [12, 1, 5, 5], attributes: { strides: [2, 2] } },
    'one with dilations': { ...depthwise, attributes: { dilations: [2, 2], pads: [2, 1, 0, 2] } },
    'one that pads by itself': {
      ...depthwise,
      attributes: { auto_pad: 'SAME_UPPER', kernel_shape: [3, 3], strides: [2, 2] },
    },
    'one with several filters a channel': { ...depthwise, filter: [24, 1, 3, 3] },
    'a thin 1 x 1 convolution': thin,
    'one scale for all channels': { ...thin, scales: 'one' },
    'no bias': { ...thin, bias: null },
    'zero points at an end': { ...thin, xZero: 255, yZero: 0 },
    'weights of uint8': { ...thin, w: 'uint8', wZeros: [131] },
    'inputs and outputs of int8': { ...depthwise, x: 'int8', y: 'int8', xZero: -5, yZero: 2 },
    'a kernel of one dimension': { ...depthwise, filter: [12, 1, 3, 1], attributes: { pads: [1, 0, 1, 0] } },
    'zero points that channels share': { ...thin, wZeros: Array<number>(20).fill(0) },
  };
  test.for(Object.entries(cases))('%s', async ([, given]) => {
    const model = modelOf(given);
    expect(canRunInFloat(writeOnnx(model))).toBe(true);
    const { model: wide, count } = widened(model);
    expect(count).toBe(1);
    expect(wide.graph!.nodes.map(({ opType }) => opType)).not.toContain('QLinearConv');
    const asked = new Set(wide.graph!.nodes.flatMap(({ inputs }) => inputs));
    expect(wide.graph!.initializers.filter(({ name }) => !asked.has(name))).toEqual([]);
    const outputs = await outputsOf(wide);
    expect(outputs).toEqual(await outputsOf(model));
    expect(new Set((outputs as Uint8Array[][])[0]![0]!).size).toBeGreaterThan(20);
  });
});

test('a widened convolution takes no name that the model already has', async () => {
  const model = modelOf(thin);
  const [convolution] = model.graph!.nodes;
  convolution!.outputs = ['widened/0/x'];
  model.graph!.outputs[0]!.name = 'widened/0/x';
  const { model: wide } = widened(model);
  expect(await outputsOf(wide)).toEqual(await outputsOf(model));
});

describe('a convolution is not widened with', () => {
  const cases: Readonly<Record<string, Case>> = {
    'a dense 3 x 3 filter, which integers are quick at': { filter: [8, 8, 3, 3] },
    'a wide 1 x 1 filter': { filter: [8, 33, 1, 1] },
    'sums that float32 cannot hold': { ...thin, bias: 2 ** 25 },
    'zero points that differ by channel': { ...thin, wZeros: Array.from({ length: 20 }, (_, at) => at) },
  };
  test.for(Object.entries(cases))('%s', ([, given]) => {
    expect(widened(modelOf(given)).count).toBe(0);
  });

  test.each([
    ['as many scales as neither one nor the filters', 'ws', Float32Array.of(0.1, 0.2)],
    ['a scale of nothing', 'ys', Float32Array.of(0)],
    ['a scale that is no number', 'xs', Float32Array.of(NaN)],
  ])('%s', (_, name, data) => {
    const model = modelOf(thin);
    const initializers = model.graph!.initializers.filter((tensor) => tensor.name !== name);
    const shape = data.length === 1 ? [] : [data.length];
    model.graph!.initializers = [...initializers, tensorProto(name, { dtype: 'float32', shape, data })];
    expect(widened(model).count).toBe(0);
  });

  test('weights that the graph computes', () => {
    const model = modelOf(thin);
    model.graph!.initializers = model.graph!.initializers.filter(({ name }) => name !== 'ws');
    expect(widened(model).count).toBe(0);
  });

  test('no integers in the model', () => {
    const graph = graphBuilder('none');
    graph.output(graph.node('Relu', [graph.input('x', 'float32', [1])], {}, 'y'), 'float32', [1]);
    const model = graph.model(13);
    expect(convolutionsToFloat32(model)).toBe(0);
    expect(canRunInFloat(writeOnnx(model))).toBe(false);
  });
});

test.for([
  ['mobilenetv2-12-int8', 24],
  ['mbv2_cifar10_int8', 24],
  ['ic_quantized_int8', 0],
] as const)('the model %s gives the same bits with %i convolutions widened', async ([name, want], { skip }) => {
  if (!data) skip('needs ASSAY_TEST_DATA');
  const model = readOnnx(new Uint8Array(await readFile(path.join(data ?? '', `onnx-classify/${name}.onnx`))));
  const { model: wide, count } = widened(model);
  expect(count).toBe(want);
  expect(await outputsOf(wide)).toEqual(await outputsOf(model));
});
