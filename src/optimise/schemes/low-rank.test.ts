import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { listDifferences } from '../../../scripts/optimise-tests/cases.fixture.ts';
import { runNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { configureStep } from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { runSteps } from '../run-steps.ts';
import { factorise, lowRank } from './low-rank.ts';

/** Computed by `reference-values/low_rank.py` with numpy. */
const reference = JSON.parse(readFileSync(new URL('reference-values/low_rank.json', import.meta.url), 'utf8')) as {
  readonly random: number;
  readonly uneven: number;
};

/** The same matrices as in the script. */
const random = createSeededRandom(41);
const drawFloats = (count: number) => Array.from({ length: count }, () => random() - 0.5);
const [rows, columns, rank] = [48, 30, 9];
const [a, b, noise] = [drawFloats(rows * 12), drawFloats(12 * columns), drawFloats(rows * columns)];
const multiply = (left: ArrayLike<number>, right: ArrayLike<number>, inner: number) =>
  Float32Array.from({ length: rows * columns }, (_, index) => {
    let sum = 0;
    for (let i = 0; i < inner; i++)
      sum += left[Math.floor(index / columns) * inner + i]! * right[i * columns + (index % columns)]!;
    return sum;
  });
const uneven = multiply(a, b, 12).map((value, index) => value + 0.05 * noise[index]!);
const flat = Float32Array.from(drawFloats(rows * columns));

test.for([
  ['random', flat],
  ['uneven', uneven],
] as const)('factorises a %s matrix within one percent of the lowest possible error', ([name, data]) => {
  const { left, right } = factorise({ data, rows, columns }, rank);
  const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  const approximation = multiply(left, right, rank);
  const error = norm(approximation.map((value, index) => value - data[index]!)) / norm(data);
  expect(error / reference[name]).toBeGreaterThan(0.9999);
  expect(error / reference[name]).toBeLessThan(1.01);
});

describe.skipIf(ortSkipReason !== '')(`a matrix of rank 4${ortSkipReason}`, () => {
  const lowRankMatrix = multiply(a, b, 12).map((_, index) => {
    let sum = 0;
    for (let i = 0; i < 4; i++) sum += a[Math.floor(index / columns) * 12 + i]! * b[i * columns + (index % columns)]!;
    return sum;
  });

  test('gives the same results with fewer weights', async () => {
    const builder = createGraphBuilder('product');
    const bias = builder.weights('b', [columns], Float32Array.from(drawFloats(columns)));
    const product = builder.node('Gemm', [
      builder.input('x', 'float32', ['n', rows]),
      builder.weights('w', [rows, columns], lowRankMatrix),
      bias,
    ]);
    builder.output(product, 'float32', ['n', columns]);
    const model = builder.model(17);
    const x: Tensors = { x: { dtype: 'float32', shape: [3, rows], data: Float32Array.from(drawFloats(3 * rows)) } };
    const before = await runNative(writeOnnx(model), x);
    const [outcome] = await runSteps(model, [configureStep(lowRank, { keptWeights: 0.3 })]);
    expect(outcome).toMatchObject({ code: 'rewritten', facts: { nodes: 1 } });
    expect(model.graph!.nodes.map(({ opType }) => opType).join(' ')).toBe('MatMul MatMul Add');
    // 0.3 * 48 * 30 / (48 + 30) = 5.5
    expect(model.graph!.initializers.map(({ dims }) => dims)).toEqual([[30], [48, 5], [5, 30]]);
    expect(listDifferences(before, await runNative(writeOnnx(model), x), 1e-5)).toEqual([]);
  });

  test('is unchanged if no rank saves weights', async () => {
    const builder = createGraphBuilder('product');
    const vector = builder.weights('w', [rows, 1], Float32Array.from(drawFloats(rows)));
    builder.output(builder.node('MatMul', [builder.input('x', 'float32', ['n', rows]), vector]), 'float32', ['n', 1]);
    const [outcome] = await runSteps(builder.model(17), [configureStep(lowRank)]);
    expect(outcome).toEqual({ code: 'nothing-to-rewrite', facts: {} });
  });
});
