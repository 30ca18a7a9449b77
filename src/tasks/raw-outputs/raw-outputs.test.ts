import { expect, test } from 'vitest';
import type { Graph, GraphSignature } from '#core/task/task.ts';
import type { DataType, Tensors, TensorSpec } from '#core/engine/tensor.ts';
import reference from '#metrics/reference-values/arrays.json' with { type: 'json' };
import { scoreDataset } from '#metrics/score-dataset.ts';
import { syntheticImage } from '../synthetic-image.fixture.ts';
import { definition } from './pipeline.ts';
import { evaluation } from './evaluation.ts';
import { findImageInput, createImageTensor } from './image-tensor.ts';
import type { RawOutput } from './raw-output.ts';

const model = (shape: TensorSpec['shape'], dtype: DataType = 'float32'): GraphSignature => ({
  inputs: [{ name: 'image', dtype, shape }],
  outputs: [],
});

test.each([
  [[1, 3, 8, 4], 'float32'],
  [['batch', 8, 4, 3], 'uint8'],
  [[null, 1, 8, 4], 'int8'],
] as const)('a model with an input of %j as %s is one of an image', (shape, dtype) => {
  expect(definition.roles['model']!.matches(model(shape, dtype))).toBe(true);
  expect(findImageInput(model(shape, dtype))).toMatchObject({ width: 4, height: 8, dtype });
});

test.each([
  [[1, 16_000], 'float32'], // sound
  [[1, 128], 'int64'], // tokens
  [[8, 3, 32, 32], 'float32'], // eight images
  [[1, 3, 'height', 'width'], 'float32'], // a size has to be chosen first
  [[1, 4, 32, 32], 'float32'], // four channels
] as const)('a model with an input of %j as %s is not', (shape, dtype) => {
  expect(definition.roles['model']!.matches(model(shape, dtype))).toBe(false);
});

test('pixels are floats of 0 to 1, bytes, or signed bytes, by channel or by pixel', () => {
  // Computed by hand: red, green; then blue, white.
  const rgba = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255);
  const input = (shape: TensorSpec['shape'], dtype: DataType) => findImageInput(model(shape, dtype));
  expect(createImageTensor(rgba, input([1, 3, 2, 2], 'float32'))).toEqual({
    dtype: 'float32',
    shape: [1, 3, 2, 2],
    data: Float32Array.of(1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1),
  });
  expect(createImageTensor(rgba, input([1, 2, 2, 3], 'int8')).data).toEqual(
    Int8Array.of(127, -128, -128, -128, 127, -128, -128, -128, 127, 127, 127, 127),
  );
  // Pillow 12: Image.convert('L') of these four pixels.
  expect(createImageTensor(rgba, input([1, 1, 2, 2], 'uint8')).data).toEqual(Uint8Array.of(76, 150, 29, 255));
});

test('outputs of every number type are returned in float32, and float16 is decoded', async () => {
  const made: Tensors = {
    // IEEE 754: 1, -2, the largest half, the smallest subnormal one
    half: { dtype: 'float16', shape: [4], data: Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001) },
    whole: { dtype: 'int64', shape: [1], data: BigInt64Array.of(7n) },
    text: { dtype: 'string', shape: [1], data: ['a'] },
  };
  const graph: Graph = {
    facts: model([1, 1, 2, 2]),
    run: () => Promise.resolve(made),
    readHeader: () => Promise.reject(new Error('not asked')),
  };
  const pipeline = await definition.bind({ graphs: { model: graph }, files: {} });
  const outputs = await pipeline.run(
    syntheticImage(2, 2, () => [9, 9, 9, 255]),
    {},
  );
  expect(outputs).toEqual([
    {
      name: 'half',
      shape: [4],
      values: Float32Array.of(1, -2, 65_504, 2 ** -24),
      min: -2,
      max: 65_504,
      mean: (65_503 + 2 ** -24) / 4,
    },
    { name: 'whole', shape: [1], values: Float32Array.of(7), min: 7, max: 7, mean: 7 },
  ]);
});

// Expected: SciPy, by metrics/reference-values/arrays.py, on four rows of six values.
const { tensors } = reference;
const rows = tensors.reference.length / tensors.rowLength;
const output = (name: string, values: readonly number[]): RawOutput => ({
  name,
  shape: [rows, tensors.rowLength],
  values: Float32Array.from(values),
});
const outcome = (actual: readonly RawOutput[], expected: readonly RawOutput[]) =>
  evaluation.toOutcome(actual, evaluation.toGroundTruth!(expected));

test('cosine, SQNR and divergence match SciPy, for the output that differs most', () => {
  const expected = [output('same', tensors.reference), output('noisy', tensors.reference)];
  const actual = [output('noisy', tensors.candidate), output('same', tensors.reference)];
  const one = outcome(actual, expected);
  expect(Object.fromEntries(evaluation.metrics.map(({ id, compute }) => [id, compute([one])]))).toEqual({
    cosine: expect.closeTo(tensors.scores.cosine, 10),
    sqnr: expect.closeTo(tensors.scores.sqnr, 10),
    'kl-divergence': expect.closeTo(tensors.scores['kl-divergence'], 10),
  });
  const each = evaluation.createMetrics!([one]).filter(({ id }) => id.startsWith('cosine'));
  expect(each.map(({ id, compute }) => [id, compute([one])])).toEqual([
    ['cosine:same', 1],
    ['cosine:noisy', expect.closeTo(tensors.scores.cosine, 10)],
  ]);
});

test('a model with one output has no further metrics, and intervals from 20 items', () => {
  const outcomes = Array.from({ length: 20 }, (_, index) =>
    outcome(
      [
        output(
          'a',
          tensors.candidate.map((value) => value * (1 + index / 100) + index / 50),
        ),
      ],
      [output('b', tensors.reference)],
    ),
  );
  expect(evaluation.createMetrics!(outcomes)).toEqual([]);
  const scores = scoreDataset(outcomes, evaluation.metrics);
  expect(scores.map(({ metric }) => metric)).toEqual(['cosine', 'sqnr', 'kl-divergence']);
  for (const { value, interval } of scores) {
    expect(interval![0]).toBeLessThan(value);
    expect(interval![1]).toBeGreaterThan(value);
  }
});

test('outputs of other shapes, and values that are not finite, are not scored', () => {
  const expected = [output('a', tensors.reference)];
  const error = (actual: readonly RawOutput[]) => expect.soft(() => outcome(actual, expected));
  error([...expected, ...expected]).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ reason: 'other-outputs' }) }),
  );
  error([{ ...expected[0]!, shape: [24] }]).toThrow(
    expect.objectContaining({ facts: { reason: 'other-outputs', actual: 'a [24]', expected: 'a [4,6]' } }),
  );
  error([output('a', [NaN, ...tensors.candidate.slice(1)])]).toThrow(
    expect.objectContaining({ facts: { reason: 'result-not-finite', value: 'NaN' } }),
  );
});
