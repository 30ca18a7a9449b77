import { expect, test } from 'vitest';
import type { Tensor, TensorSpec } from '#core/engine/tensor.ts';
import type { ImageScale } from '#formats/image-scale.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import { toNumbers } from './tensor-numbers.ts';
import { createSeededInputs } from './seeded-inputs.ts';

const specs: TensorSpec[] = [
  { name: 'ids', dtype: 'int64', shape: ['batch', 'length'] },
  { name: 'mask', dtype: 'int64', shape: ['batch', 'length'] },
  { name: 'image', dtype: 'float32', shape: [null, 3, null, 4] },
  { name: 'audio', dtype: 'float32', shape: ['samples'] },
];

test('each dynamic dimension of a model is listed once, except the batch', () => {
  expect(listFreeDimensions(specs)).toEqual(['length', 'image.2', 'samples']);
});

test('the batch size is 1 for every dimension with its name', () => {
  const recurrent: TensorSpec[] = [
    { name: 'input', dtype: 'float32', shape: ['batch', 'sequence'] },
    { name: 'state', dtype: 'float32', shape: [2, 'batch', 128] },
    { name: 'rate', dtype: 'int64', shape: [] },
  ];
  expect(listFreeDimensions(recurrent)).toEqual(['sequence']);
  const inputs = createSeededInputs(recurrent, { sequence: 512 });
  expect(Object.values(inputs).map(({ shape }) => shape)).toEqual([[1, 512], [2, 1, 128], []]);
});

test('seeded inputs have the given sizes and a batch size of 1, and are the same each time', () => {
  const sizes = { length: 5, 'image.2': 2, samples: 3 };
  const inputs = createSeededInputs(specs, sizes);
  expect(Object.entries(inputs).map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
    ['ids', 'int64', [1, 5]],
    ['mask', 'int64', [1, 5]],
    ['image', 'float32', [1, 3, 2, 4]],
    ['audio', 'float32', [3]],
  ]);
  expect(createSeededInputs(specs, sizes)).toEqual(inputs);
  expect(Array.from(inputs['ids']!.data, Number).every((value) => value === 0 || value === 1)).toBe(true);
});

test('seeded float16 inputs are numbers from 0.5 to 1', () => {
  const { x } = createSeededInputs([{ name: 'x', dtype: 'float16', shape: [64] }]);
  expect(Math.min(...Array.from(x!.data, Number))).toBeGreaterThanOrEqual(0x3800);
  expect(Math.max(...Array.from(x!.data, Number))).toBeLessThan(0x3c00);
});

test.each([
  ['no size', {}, 'length'],
  ['a size of 0', { length: 0, 'image.2': 2, samples: 3 }, 'length'],
  ['a fractional size', { length: 1.5, 'image.2': 2, samples: 3 }, 'length'],
  ['more elements than fit', { length: 5, 'image.2': 2, samples: 2 ** 40 }, 'audio'],
])('seeded inputs are rejected with %s, naming the dimension or the input', (_, dimensions, name) => {
  expect(() => createSeededInputs(specs, dimensions)).toThrow(
    expect.objectContaining({ code: 'input-invalid', facts: expect.objectContaining({ name }) }),
  );
});

test('seeded inputs are rejected for a model with string inputs', () => {
  expect(() => createSeededInputs([{ name: 's', dtype: 'string', shape: [1] }])).toThrow('input-invalid');
});

/** Unsigned pixels of a seeded image, in the order of the tensor. */
function pixels(shape: number[], dtype: TensorSpec['dtype'] = 'uint8'): number[] {
  return Array.from(createSeededInputs([{ name: 'image', dtype, shape }])['image']!.data, Number);
}

test('a seeded image has the pixels of an independent implementation of the rule', () => {
  // Rule R22 implemented in Python, with its doubles.
  const image = pixels([1, 24, 32, 3]);
  expect(image.slice(0, 3)).toEqual([160, 1, 135]);
  expect(image.slice(3 * (12 * 32 + 16), 3 * (12 * 32 + 17))).toEqual([31, 110, 91]);
  expect(image.slice(-3)).toEqual([205, 214, 93]);
  expect(image.reduce((sum, value) => sum + value, 0)).toBe(236_830);
});

test('a seeded image is the same in both layouts, and as int8 and int32', () => {
  const image = pixels([1, 24, 32, 3]);
  const planar = pixels([1, 3, 24, 32]);
  expect([0, 1, 2].map((channel) => planar[channel * 768 + 400])).toEqual(image.slice(1200, 1203));
  expect(pixels([1, 24, 32, 3], 'int8')).toEqual(image.map((value) => value - 128));
  expect(pixels([1, 24, 32, 3], 'int32')).toEqual(image);
});

test('the images of a batch differ', () => {
  const [first, second] = [0, 1].map((index) => pixels([2, 24, 32, 1]).slice(index * 768, (index + 1) * 768));
  expect(first).not.toEqual(second);
});

test('a seeded float image is in the range 0 to 1, or in the range specified by the model', () => {
  const spec: TensorSpec = { name: 'image', dtype: 'float32', shape: [1, 3, 24, 32] };
  const range = (scale?: ImageScale) => {
    const values = Array.from(createSeededInputs([spec], {}, scale)['image']!.data, Number);
    return [Math.min(...values), Math.max(...values)];
  };
  const [low = 0, high = 0] = range();
  expect(low).toBeGreaterThanOrEqual(0);
  expect(high).toBeLessThanOrEqual(1);
  expect(high - low).toBeGreaterThan(0.7);
  expect(range({ factor: [2], offset: [-1] })).toEqual([expect.closeTo(2 * low - 1), expect.closeTo(2 * high - 1)]);
});

test('seeded float16 images contain the same values', () => {
  const spec = (dtype: 'float16' | 'float32'): TensorSpec => ({ name: 'image', dtype, shape: [1, 24, 32, 3] });
  const [half, single] = (['float16', 'float32'] as const).map(
    (dtype) => createSeededInputs([spec(dtype)])['image'] as Tensor,
  );
  for (const [place, value] of Array.from(toNumbers(half!)).entries())
    expect(value).toBeCloseTo(toNumbers(single!)[place]!, 3);
});

test.each([
  ['a KV cache', 'past_key_values.0.key', [1, 3, 32, 64]],
  ['a small feature map', 'x', [1, 1, 49, 10]],
])('%s is not an image, so its values are uniform', (_, name, shape) => {
  const spec: TensorSpec = { name, dtype: 'uint8', shape };
  expect(new Set(Array.from(createSeededInputs([spec])[name]!.data, Number))).toEqual(new Set([0, 1]));
});
