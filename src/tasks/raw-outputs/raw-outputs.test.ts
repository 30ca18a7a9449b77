import { expect, test } from 'vitest';
import type { Graph, GraphSignature } from '#core/task/task.ts';
import type { DataType, Tensors, TensorSpec } from '#core/engine/tensor.ts';
import reference from '#metrics/reference-values/arrays.json' with { type: 'json' };
import { scoreDataset } from '#metrics/score-dataset.ts';
import { createSyntheticImage } from '../synthetic-image.fixture.ts';
import { definition } from './pipeline.ts';
import { evaluation } from './evaluation.ts';
import { findImageInput, createImageTensor } from './image-tensor.ts';
import type { RawOutput } from './raw-output.ts';

const createModel = (shape: TensorSpec['shape'], dtype: DataType = 'float32'): GraphSignature => ({
  inputs: [{ name: 'image', dtype, shape }],
  outputs: [],
});

test.each([
  [[1, 3, 8, 4], 'float32'],
  [['batch', 8, 4, 3], 'uint8'],
  [[null, 1, 8, 4], 'int8'],
] as const)('an input of %j as %s is recognised as an image', (shape, dtype) => {
  expect(definition.roles['model']!.matches(createModel(shape, dtype))).toBe(true);
  expect(findImageInput(createModel(shape, dtype))).toMatchObject({ width: 4, height: 8, dtype });
});

test.each([
  [[1, 16_000], 'float32'], // audio
  [[1, 128], 'int64'], // tokens
  [[8, 3, 32, 32], 'float32'], // eight images
  [[1, 3, 'height', 'width'], 'float32'], // free size
  [[1, 4, 32, 32], 'float32'], // four channels
] as const)('an input of %j as %s is not recognised as an image', (shape, dtype) => {
  expect(definition.roles['model']!.matches(createModel(shape, dtype))).toBe(false);
});

test('pixels are encoded as floats from 0 to 1, bytes or signed bytes, in NCHW or NHWC', () => {
  // Computed by hand: red, green; then blue, white.
  const rgba = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255);
  const input = (shape: TensorSpec['shape'], dtype: DataType) => findImageInput(createModel(shape, dtype));
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

test('numeric outputs are converted to float32, with their range and mean', async () => {
  const tensors: Tensors = {
    // IEEE 754: 1, -2, the largest half, the smallest subnormal one
    half: { dtype: 'float16', shape: [4], data: Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001) },
    whole: { dtype: 'int64', shape: [1], data: BigInt64Array.of(7n) },
    text: { dtype: 'string', shape: [1], data: ['a'] },
  };
  const graph: Graph = {
    facts: createModel([1, 1, 2, 2]),
    run: () => Promise.resolve(tensors),
    readHeader: () => Promise.reject(new Error('not called')),
  };
  const pipeline = await definition.bind({ graphs: { model: graph }, files: {} });
  const outputs = await pipeline.run(
    createSyntheticImage(2, 2, () => [9, 9, 9, 255]),
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
const createOutput = (name: string, values: readonly number[]): RawOutput => ({
  name,
  shape: [rows, tensors.rowLength],
  values: Float32Array.from(values),
});
const createOutcome = (actual: readonly RawOutput[], expected: readonly RawOutput[]) =>
  evaluation.toOutcome(actual, evaluation.toGroundTruth!(expected));

test('cosine, SQNR and divergence match SciPy, for the output that differs most', () => {
  const expected = [createOutput('same', tensors.reference), createOutput('noisy', tensors.reference)];
  const actual = [createOutput('noisy', tensors.candidate), createOutput('same', tensors.reference)];
  const one = createOutcome(actual, expected);
  expect(Object.fromEntries(evaluation.metrics.map(({ id, compute }) => [id, compute([one])]))).toEqual({
    cosine: expect.closeTo(tensors.scores.cosine, 10),
    sqnr: expect.closeTo(tensors.scores.sqnr, 10),
    'kl-divergence': expect.closeTo(tensors.scores['kl-divergence'], 10),
  });
  const cosineMetrics = evaluation.createMetrics!([one]).filter(({ id }) => id.startsWith('cosine'));
  expect(cosineMetrics.map(({ id, compute }) => [id, compute([one])])).toEqual([
    ['cosine:same', 1],
    ['cosine:noisy', expect.closeTo(tensors.scores.cosine, 10)],
  ]);
});

test('a model with one output has no metrics per output; 20 items give intervals around its scores', () => {
  const outcomes = Array.from({ length: 20 }, (_, index) =>
    createOutcome(
      [
        createOutput(
          'a',
          tensors.candidate.map((value) => value * (1 + index / 100) + index / 50),
        ),
      ],
      [createOutput('b', tensors.reference)],
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

test('outputs with different shapes or values that are not finite are not scored', () => {
  const expected = [createOutput('a', tensors.reference)];
  const error = (actual: readonly RawOutput[]) => expect.soft(() => createOutcome(actual, expected));
  error([...expected, ...expected]).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ reason: 'other-outputs' }) }),
  );
  error([{ ...expected[0]!, shape: [24] }]).toThrow(
    expect.objectContaining({ facts: { reason: 'other-outputs', actual: 'a [24]', expected: 'a [4,6]' } }),
  );
  error([createOutput('a', [NaN, ...tensors.candidate.slice(1)])]).toThrow(
    expect.objectContaining({ facts: { reason: 'result-not-finite', value: 'NaN' } }),
  );
});
