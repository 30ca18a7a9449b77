import { expect, test } from 'vitest';
import type { TensorSpec } from '#core/tensor.ts';
import { freeDimensions, seededInputs } from './seeded-inputs.ts';

const specs: TensorSpec[] = [
  { name: 'ids', dtype: 'int64', shape: ['batch', 'length'] },
  { name: 'mask', dtype: 'int64', shape: ['batch', 'length'] },
  { name: 'image', dtype: 'float32', shape: [null, 3, null, 4] },
  { name: 'audio', dtype: 'float32', shape: ['samples'] },
];

test('the free dimensions of a model are listed once each, without the batch', () => {
  expect(freeDimensions(specs)).toEqual(['length', 'image.2', 'samples']);
});

test('the batch is 1 in every place of a shape that has its name', () => {
  const recurrent: TensorSpec[] = [
    { name: 'input', dtype: 'float32', shape: ['batch', 'sequence'] },
    { name: 'state', dtype: 'float32', shape: [2, 'batch', 128] },
    { name: 'rate', dtype: 'int64', shape: [] },
  ];
  expect(freeDimensions(recurrent)).toEqual(['sequence']);
  const inputs = seededInputs(recurrent, { sequence: 512 });
  expect(Object.values(inputs).map(({ shape }) => shape)).toEqual([[1, 512], [2, 1, 128], []]);
});

test('seeded inputs have the sizes given and a batch of 1, and are the same each time', () => {
  const sizes = { length: 5, 'image.2': 2, samples: 3 };
  const inputs = seededInputs(specs, sizes);
  expect(Object.entries(inputs).map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
    ['ids', 'int64', [1, 5]],
    ['mask', 'int64', [1, 5]],
    ['image', 'float32', [1, 3, 2, 4]],
    ['audio', 'float32', [3]],
  ]);
  expect(seededInputs(specs, sizes)).toEqual(inputs);
  expect(Array.from(inputs['ids']!.data, Number).every((value) => value === 0 || value === 1)).toBe(true);
});

test('seeded inputs of half precision are numbers from a half to one', () => {
  const { x } = seededInputs([{ name: 'x', dtype: 'float16', shape: [64] }]);
  expect(Math.min(...Array.from(x!.data, Number))).toBeGreaterThanOrEqual(0x3800);
  expect(Math.max(...Array.from(x!.data, Number))).toBeLessThan(0x3c00);
});

test.each([
  ['no size', {}, 'length'],
  ['a size of 0', { length: 0, 'image.2': 2, samples: 3 }, 'length'],
  ['a broken size', { length: 1.5, 'image.2': 2, samples: 3 }, 'length'],
  ['more elements than fit', { length: 5, 'image.2': 2, samples: 2 ** 40 }, 'audio'],
])('seeded inputs are refused with %s, naming the dimension or the input', (_, dimensions, name) => {
  expect(() => seededInputs(specs, dimensions)).toThrow(
    expect.objectContaining({ code: 'input-invalid', facts: expect.objectContaining({ name }) }),
  );
});

test('seeded inputs are refused for a model that takes text', () => {
  expect(() => seededInputs([{ name: 's', dtype: 'string', shape: [1] }])).toThrow('input-invalid');
});
