import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { nativeEngine, runNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { configureStep } from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { runSteps } from '../run-steps.ts';
import type { StepOptions } from '../optimisation-step.ts';
import { computeMeanShifts } from './bias-correction.ts';
import { staticInt8 } from './static-int8.ts';

test('the mean shift matches a convolution computed by hand', () => {
  // Two groups of two inputs and one output each, with two elements per pair.
  const layout = { outputs: 2, inputs: 2, groups: 2, inner: 2, hasInputsFirst: false };
  const errors = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  expect([...computeMeanShifts(errors, layout, Float32Array.of(1, 10, 100, 1000))]).toEqual([73, 16_100]);
  // y = x W with x = (1, 10): 1 * 1 + 10 * 3, 1 * 2 + 10 * 4.
  const product = { outputs: 2, inputs: 2, groups: 1, inner: 1, hasInputsFirst: true };
  expect([...computeMeanShifts(errors.slice(0, 4), product, Float32Array.of(1, 10))]).toEqual([31, 42]);
});

describe.skipIf(ortSkipReason !== '')(`a convolution and a Gemm${ortSkipReason}`, () => {
  const random = createSeededRandom(11);
  const drawFloats = (count: number) => Float32Array.from({ length: count }, () => random());
  const images: Tensors = { x: { dtype: 'float32', shape: [16, 8, 5, 5], data: drawFloats(16 * 8 * 25) } };

  function buildModel() {
    const builder = createGraphBuilder('small');
    const x = builder.input('x', 'float32', ['n', 8, 5, 5]);
    const filter = builder.weights(
      'filter',
      [6, 8, 1, 1],
      drawFloats(48).map((value, index) => value / (1 + 7 * (index % 3))),
    );
    const pooled = builder.node('GlobalAveragePool', [builder.node('Relu', [builder.node('Conv', [x, filter])])]);
    const flat = builder.node('Flatten', [pooled]);
    const bias = builder.weights('bias', [4], drawFloats(4));
    const product = builder.node('Gemm', [flat, builder.weights('w', [4, 6], drawFloats(24)), bias], { transB: 1 });
    builder.output(builder.node('Relu', [product], {}, 'y'), 'float32', ['n', 4]);
    return writeOnnx(builder.model(17));
  }

  async function quantise(bytes: Uint8Array, options: StepOptions, inputs = images) {
    const quantised = readOnnx(bytes);
    async function* calibrationInputs() {
      yield await Promise.resolve(inputs);
    }
    await runSteps(quantised, [configureStep(staticInt8, options)], { engine: nativeEngine, calibrationInputs });
    return runNative(writeOnnx(quantised), inputs);
  }

  test.for(['min-max', 'entropy'] as const)(
    'are left unchanged if calibration by %s finds no finite value',
    async (calibration) => {
      const bytes = buildModel();
      const quantised = readOnnx(bytes);
      async function* calibrationInputs() {
        const { x } = images;
        yield await Promise.resolve({ x: { ...x!, data: new Float32Array(16 * 8 * 25).fill(NaN) } } as Tensors);
      }
      const step = configureStep(staticInt8, { calibration });
      const [outcome] = await runSteps(quantised, [step], { engine: nativeEngine, calibrationInputs });
      expect(outcome).toMatchObject({ code: 'not-applicable', reason: 'samples-not-finite' });
      expect(writeOnnx(quantised)).toEqual(bytes);
    },
  );

  test('have less than half the mean error with bias correction', async () => {
    const bytes = buildModel();
    const expected = (await runNative(bytes, images)).y!.data as Float32Array;
    const meanError = async (biasCorrection: boolean) => {
      const { y } = await quantise(bytes, { perChannel: false, biasCorrection });
      const errors = (y!.data as Float32Array).map((value, index) => value - expected[index]!);
      const means = [0, 1, 2, 3].map((channel) => errors.filter((_, index) => index % 4 === channel));
      return Math.max(...means.map((values) => Math.abs(values.reduce((sum, value) => sum + value) / values.length)));
    };
    const [uncorrected, corrected] = [await meanError(false), await meanError(true)];
    expect(corrected).toBeLessThan(uncorrected / 2);
  });

  test('are opened by onnxruntime with symmetric activations if the output is reshaped in opset 21', async () => {
    const builder = createGraphBuilder('reshaped');
    const product = builder.node('MatMul', [
      builder.input('x', 'float32', [1, 8]),
      builder.weights('w', [8, 4], drawFloats(32)),
    ]);
    builder.output(builder.node('Reshape', [product, builder.integers('shape', [2, 2])], {}, 'y'), 'float32', [2, 2]);
    const samples: Tensors = { x: { dtype: 'float32', shape: [1, 8], data: drawFloats(8) } };
    const { y } = await quantise(writeOnnx(builder.model(21)), { activations: 'int8' }, samples);
    expect(y!.shape).toEqual([2, 2]);
  });

  test('lose activation functions that the quantisation replaces', async () => {
    const listOperators = async (options: StepOptions) => {
      const quantised = readOnnx(buildModel());
      async function* calibrationInputs() {
        yield await Promise.resolve(images);
      }
      await runSteps(quantised, [configureStep(staticInt8, options)], { engine: nativeEngine, calibrationInputs });
      return quantised.graph!.nodes.map(({ opType }) => opType);
    };
    // Only the result of the second Relu is an output of the graph.
    expect((await listOperators({})).filter((operator) => operator === 'Relu')).toHaveLength(1);
    // The range of int8 without a zero point has negative numbers.
    expect((await listOperators({ activations: 'int8' })).filter((candidate) => candidate === 'Relu')).toHaveLength(2);
  });

  test('are opened by onnxruntime if a sum is clipped to a narrower range than that of its values', async () => {
    const builder = createGraphBuilder('residual');
    const filter = (name: string) =>
      builder.weights(
        name,
        [8, 8, 1, 1],
        drawFloats(64).map((value) => value - 0.5),
      );
    const limits = [
      builder.weights('min', [], Float32Array.of(-1.5)),
      builder.weights('max', [], Float32Array.of(1.7)),
    ];
    const conv = (x: string, name: string) =>
      builder.node('Clip', [builder.node('Conv', [x, filter(name)]), ...limits]);
    const add = (a: string, b: string) => builder.node('Clip', [builder.node('Add', [a, b]), ...limits]);
    const x = conv(builder.input('x', 'float32', ['n', 8, 5, 5]), 'first');
    const once = add(x, conv(conv(x, 'second'), 'third'));
    const twice = add(once, conv(conv(once, 'fourth'), 'fifth'));
    builder.output(builder.node('GlobalAveragePool', [conv(twice, 'sixth')], {}, 'y'), 'float32', ['n', 8, 1, 1]);
    const bytes = writeOnnx(builder.model(17));
    const [expected, actual] = [await runNative(bytes, images), await quantise(bytes, {})];
    const differences = (actual['y']!.data as Float32Array).map((value, index) =>
      Math.abs(value - Number(expected['y']!.data[index])),
    );
    expect(Math.max(...differences)).toBeLessThan(0.05);
  });
});
