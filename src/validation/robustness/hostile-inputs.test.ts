import { expect, test } from 'vitest';
import type { Tensor, TensorSpec } from '#core/engine/tensor.ts';
import type { HostileInputId } from '#core/report/hostile-result.ts';
import { hostileInputs, createHostileTensors, classifyOutputs } from './hostile-inputs.ts';

const image: TensorSpec = { name: 'x', dtype: 'float32', shape: [1, 2] };
const ids: TensorSpec = { name: 'ids', dtype: 'int64', shape: [1, 2] };
const createValues = (id: HostileInputId, ...specs: TensorSpec[]) => {
  const tensors = createHostileTensors(id, specs);
  return tensors && Object.values(tensors).map(({ shape, data }) => [shape, [...data]]);
};

test.each<[HostileInputId, readonly number[], readonly number[]]>([
  ['zeros', [1, 2], [0, 0]],
  ['constant', [1, 2], [1, 1]],
  ['max', [1, 2], [3.4028234663852886e38, 3.4028234663852886e38]],
  ['not-a-number', [1, 2], [NaN, NaN]],
  ['infinite', [1, 2], [Infinity, Infinity]],
  ['one-more', [1, 3], [0, 0, 0]],
  ['empty', [1, 0], []],
  ['other-rank', [1, 1, 2], [0, 0]],
])('the hostile value "%s" of a float32 input', (id, shape, values) => {
  expect(createValues(id, image)).toEqual([[shape, values]]);
});

test('inputs whose type has no such value get zeros, unless no input has such a value', () => {
  expect(createValues('not-a-number', image, ids)).toEqual([
    [
      [1, 2],
      [NaN, NaN],
    ],
    [
      [1, 2],
      [0n, 0n],
    ],
  ]);
  expect(createValues('not-a-number', ids)).toBeNull();
  expect(createValues('min', ids)).toEqual([
    [
      [1, 2],
      [-(2n ** 63n), -(2n ** 63n)],
    ],
  ]);
});

test('free dimensions have size 1', () => {
  expect(createValues('zeros', { ...image, shape: ['batch', null, 2] })).toEqual([
    [
      [1, 1, 2],
      [0, 0],
    ],
  ]);
});

test('the number of elements of every hostile tensor matches its shape', () => {
  for (const createTensor of Object.values(hostileInputs)) {
    const tensor = createTensor('float16', [2, 3]);
    expect(tensor?.data.length).toBe(tensor?.shape.reduce((product, size) => product * size, 1));
  }
});

// The bits of 1, infinity and NaN in IEEE 754 binary16.
test.each<[string, Tensor]>([
  ['finite', { dtype: 'float16', shape: [1], data: Uint16Array.of(0x3c00) }],
  ['not-finite', { dtype: 'float16', shape: [1], data: Uint16Array.of(0xfc00) }],
  ['not-finite', { dtype: 'float16', shape: [1], data: Uint16Array.of(0x7e00) }],
  ['not-finite', { dtype: 'float32', shape: [2], data: Float32Array.of(1, NaN) }],
  ['finite', { dtype: 'int64', shape: [1], data: BigInt64Array.of(5n) }],
])('outputs are classified as %s', (expected, output) => {
  expect(classifyOutputs({ y: output })).toBe(expected);
});
