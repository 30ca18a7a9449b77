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

test('lists each free dimension of a model once, except the batch', () => {
  expect(listFreeDimensions(specs)).toEqual(['length', 'image.2', 'samples']);
});

test('uses a batch size of 1 for every dimension with its name', () => {
  const recurrent: TensorSpec[] = [
    { name: 'input', dtype: 'float32', shape: ['batch', 'sequence'] },
    { name: 'state', dtype: 'float32', shape: [2, 'batch', 128] },
    { name: 'rate', dtype: 'int64', shape: [] },
  ];
  expect(listFreeDimensions(recurrent)).toEqual(['sequence']);
  const inputs = createSeededInputs(recurrent, { sequence: 512 });
  expect(Object.values(inputs).map(({ shape }) => shape)).toEqual([[1, 512], [2, 1, 128], []]);
});

test('creates equal inputs at each call, with the requested sizes and a batch size of 1', () => {
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

test('creates float16 inputs from 0.5 to 1', () => {
  const { x } = createSeededInputs([{ name: 'x', dtype: 'float16', shape: [64] }]);
  expect(Math.min(...Array.from(x!.data, Number))).toBeGreaterThanOrEqual(0x3800);
  expect(Math.max(...Array.from(x!.data, Number))).toBeLessThan(0x3c00);
});

test.each([
  ['no size', {}, 'length'],
  ['a size of 0', { length: 0, 'image.2': 2, samples: 3 }, 'length'],
  ['a fractional size', { length: 1.5, 'image.2': 2, samples: 3 }, 'length'],
  ['too many elements', { length: 5, 'image.2': 2, samples: 2 ** 40 }, 'audio'],
])('rejects %s, with the name of the dimension or input', (_, dimensions, name) => {
  expect(() => createSeededInputs(specs, dimensions)).toThrow(
    expect.objectContaining({ code: 'input-invalid', facts: expect.objectContaining({ name }) }),
  );
});

test('rejects a model with string inputs', () => {
  expect(() => createSeededInputs([{ name: 's', dtype: 'string', shape: [1] }])).toThrow('input-invalid');
});

/** Creates the pixels of a seeded image, in the order of the tensor. */
function createPixels(shape: number[], dtype: TensorSpec['dtype'] = 'uint8'): number[] {
  return Array.from(createSeededInputs([{ name: 'image', dtype, shape }])['image']!.data, Number);
}

test('creates the pixels of an independent implementation of the rule', () => {
  // Expected values from a Python implementation of rule R22 in double precision.
  const image = createPixels([1, 24, 32, 3]);
  expect(image.slice(0, 3)).toEqual([160, 1, 135]);
  expect(image.slice(3 * (12 * 32 + 16), 3 * (12 * 32 + 17))).toEqual([31, 110, 91]);
  expect(image.slice(-3)).toEqual([205, 214, 93]);
  expect(image.reduce((sum, value) => sum + value, 0)).toBe(236_830);
});

test('creates the same image in both layouts, and as int8 and int32', () => {
  const image = createPixels([1, 24, 32, 3]);
  const planar = createPixels([1, 3, 24, 32]);
  expect([0, 1, 2].map((channel) => planar[channel * 768 + 400])).toEqual(image.slice(1200, 1203));
  expect(createPixels([1, 24, 32, 3], 'int8')).toEqual(image.map((value) => value - 128));
  expect(createPixels([1, 24, 32, 3], 'int32')).toEqual(image);
});

test('creates different images in a batch', () => {
  const [first, second] = [0, 1].map((index) => createPixels([2, 24, 32, 1]).slice(index * 768, (index + 1) * 768));
  expect(first).not.toEqual(second);
});

test('creates a float image from 0 to 1, or in the range that the model specifies', () => {
  const spec: TensorSpec = { name: 'image', dtype: 'float32', shape: [1, 3, 24, 32] };
  const computeRange = (scale?: ImageScale) => {
    const values = Array.from(createSeededInputs([spec], {}, scale)['image']!.data, Number);
    return [Math.min(...values), Math.max(...values)];
  };
  const [low = 0, high = 0] = computeRange();
  expect(low).toBeGreaterThanOrEqual(0);
  expect(high).toBeLessThanOrEqual(1);
  expect(high - low).toBeGreaterThan(0.7);
  expect(computeRange({ factor: [2], offset: [-1] })).toEqual([
    expect.closeTo(2 * low - 1),
    expect.closeTo(2 * high - 1),
  ]);
});

test('creates float16 images with the values of float32 images', () => {
  const createSpec = (dtype: 'float16' | 'float32'): TensorSpec => ({ name: 'image', dtype, shape: [1, 24, 32, 3] });
  const [float16, float32] = (['float16', 'float32'] as const).map(
    (dtype) => createSeededInputs([createSpec(dtype)])['image'] as Tensor,
  );
  for (const [index, value] of Array.from(toNumbers(float16!)).entries())
    expect(value).toBeCloseTo(toNumbers(float32!)[index]!, 3);
});

test.each([
  ['a KV cache', 'past_key_values.0.key', [1, 3, 32, 64]],
  ['a small feature map', 'x', [1, 1, 49, 10]],
])('creates uniform values for %s, which is not an image', (_, name, shape) => {
  const spec: TensorSpec = { name, dtype: 'uint8', shape };
  expect(new Set(Array.from(createSeededInputs([spec])[name]!.data, Number))).toEqual(new Set([0, 1]));
});
