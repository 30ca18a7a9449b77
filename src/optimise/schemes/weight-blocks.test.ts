import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { nativeEngine, runNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { configureStep } from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { runSteps } from '../run-steps.ts';
import type { StepContext, StepOptions } from '../optimisation-step.ts';
import { dequantiseBlocks, packBits } from './block-weights.ts';
import { quantiseBlocks } from './quantise-blocks.ts';
import { quantiseWithGptq, computeInverseFactor } from './gptq.ts';
import { weightOnly } from './weight-only.ts';

interface HqqReference {
  readonly levels: readonly number[];
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
}
/** Computed by `reference-values/weight_blocks.py` with onnxruntime.quantization and numpy. */
const reference = JSON.parse(readFileSync(new URL('reference-values/weight_blocks.json', import.meta.url), 'utf8')) as {
  readonly hqq4: HqqReference;
  readonly hqq2: HqqReference;
  readonly gptq: readonly number[];
  readonly errors: Readonly<Record<'nearest' | 'gptq' | 'awq', number>>;
};

/** The same weights and inputs as in the script. */
const random = createSeededRandom(31);
const drawNormal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value) - 6;
const [rows, columns, blockSize, tokens] = [64, 6, 32, 200];
const weights = Float32Array.from({ length: columns * rows }, drawNormal);
const doubles = Array.from({ length: tokens * rows }, drawNormal);
for (let index = 1; index < doubles.length; index += 2) doubles[index]! += doubles[index - 1]!;
const inputs = Float32Array.from(doubles, (value, index) => ([3, 40].includes(index % rows) ? value * 15 : value));
const x: Tensors = { x: { dtype: 'float32', shape: [tokens, rows], data: inputs } };

const roundToNearest = { bits: 4, blockSize, symmetric: false, scales: 'range' } as const;

/** Returns the mean squared error of the products. */
function computeProductError(values: ArrayLike<number>): number {
  let error = 0;
  for (let token = 0; token < tokens; token++)
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        const index = column * rows + row;
        sum += inputs[token * rows + row]! * (values[index]! - weights[index]!);
      }
      error += sum ** 2;
    }
  return error / (tokens * columns);
}

test.for([
  ['hqq4', 4],
  ['hqq2', 2],
] as const)('%s has the zero points of the authors’ solver', ([name, bits]) => {
  const quantised = quantiseBlocks(weights, rows, { ...roundToNearest, bits, scales: 'hqq' });
  const { levels, scales, zeroPoints } = reference[name];
  expect([...quantised.levels].filter((level, index) => level !== levels[index])).toHaveLength(0);
  for (const [index, scale] of quantised.scales.entries()) expect(scale / scales[index]!).toBeCloseTo(1, 5);
  for (const [index, zero] of quantised.zeroPoints.entries()) expect(zero).toBeCloseTo(zeroPoints[index]!, 3);
});

test('GPTQ matches a column-by-column implementation in NumPy', () => {
  const hessian = new Float64Array(rows * rows);
  for (let row = 0; row < rows; row++)
    for (let column = row; column < rows; column++)
      for (let token = 0; token < tokens; token++)
        hessian[row * rows + column]! += inputs[token * rows + row]! * inputs[token * rows + column]!;
  const blocks = quantiseWithGptq(weights, rows, roundToNearest, computeInverseFactor(hessian, rows));
  const values = dequantiseBlocks(blocks, weights.length, rows, blockSize);
  for (const [index, value] of values.entries()) expect(value).toBeCloseTo(reference.gptq[index]!, 4);
  expect(computeProductError(values)).toBeCloseTo(reference.errors.gptq, 2);
  const nearest = dequantiseBlocks(quantiseBlocks(weights, rows, roundToNearest), weights.length, rows, blockSize);
  expect(computeProductError(nearest)).toBeCloseTo(reference.errors.nearest, 2);
  expect(reference.errors.gptq).toBeLessThan(reference.errors.nearest);
});

test('bits are packed from the lowest, and rows padded to whole bytes', () => {
  expect([...packBits(Uint8Array.of(1, 2, 3, 0, 2, 1), 3, 2)]).toEqual([0b111001, 0b011000]);
  expect([...packBits(Uint8Array.of(1, 2, 3), 3, 4)]).toEqual([0x21, 0x03]);
  expect([...packBits(Uint8Array.of(200, 7), 2, 8)]).toEqual([200, 7]);
});

describe.skipIf(ortSkipReason !== '')(`a product of channels with large inputs${ortSkipReason}`, () => {
  async function* calibrationInputs() {
    yield await Promise.resolve(x);
  }

  /** Returns the operators and the mean squared error of the products in onnxruntime. */
  async function quantise(options: StepOptions, context: StepContext = { engine: nativeEngine, calibrationInputs }) {
    const builder = createGraphBuilder('product');
    const matrix = Float32Array.from(weights, (_, i) => weights[(i % columns) * rows + Math.floor(i / columns)]!);
    const product = builder.node('MatMul', [
      builder.input('x', 'float32', ['n', rows]),
      builder.weights('w', [rows, columns], matrix),
    ]);
    builder.output(product, 'float32', ['n', columns]);
    const model = builder.model(17);
    const [[before], [outcome]] = [
      Object.values(await runNative(writeOnnx(model), x)),
      await runSteps(model, [configureStep(weightOnly, { symmetric: false, scales: 'range', ...options })], context),
    ];
    const [after] = Object.values(await runNative(writeOnnx(model), x));
    const [expected, actual] = [before!.data as Float32Array, after!.data as Float32Array];
    const error = actual.reduce((sum, value, index) => sum + (value - expected[index]!) ** 2, 0) / actual.length;
    return { error, outcome, operators: model.graph!.nodes.map(({ opType }) => opType).join(' ') };
  }

  test('has about the AWQ error that NumPy computes from the products', async () => {
    const { error, operators, outcome } = await quantise({ activationAware: true });
    expect(operators).toBe('Mul MatMulNBits');
    expect(outcome).toMatchObject({ facts: { nodes: 1, scaledInputs: 1 } });
    expect(error / reference.errors.awq).toBeGreaterThan(0.95);
    expect(error / reference.errors.awq).toBeLessThan(1.1);
    expect(error).toBeLessThan(reference.errors.nearest * 0.6);
  });

  test('has the error of GPTQ, and a smaller one combined with AWQ', async () => {
    const { error, operators } = await quantise({ rounding: 'gptq' });
    expect(operators).toBe('MatMulNBits');
    expect(error / reference.errors.gptq).toBeCloseTo(1, 2);
    const both = await quantise({ rounding: 'gptq', activationAware: true });
    expect(both.error).toBeLessThan(Math.min(error, reference.errors.awq));
  });

  test.for([2, 4, 8] as const)('runs with %i bits and fractional zero points', async (bits) => {
    const { error } = await quantise({ bits, scales: 'hqq' });
    const range = await quantise({ bits, scales: 'range' });
    expect(error).toBeLessThan(range.error * 1.3);
  });

  test('is unchanged without an engine or samples, and reports the reason', async () => {
    expect((await quantise({ rounding: 'gptq' }, {})).outcome).toMatchObject({ reason: 'no-engine' });
    const { outcome } = await quantise({ activationAware: true }, { engine: nativeEngine });
    expect(outcome).toMatchObject({ reason: 'no-samples' });
  });
});
