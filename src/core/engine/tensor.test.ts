import { expect, test } from 'vitest';
import { checkInputs, type TensorSpec, setSizes } from './tensor.ts';

const specs: TensorSpec[] = [{ name: 'x', dtype: 'float32', shape: [1, 'n', 3] }];

test('accepts a tensor that matches the model, including free dimensions', () => {
  expect(() =>
    checkInputs({ x: { dtype: 'float32', shape: [1, 2, 3], data: new Float32Array(6) } }, specs),
  ).not.toThrow();
});

test.each([
  ['a missing input', {}],
  ['an unknown name', { y: { dtype: 'float32', shape: [1, 2, 3], data: new Float32Array(6) } }],
  ['another type', { x: { dtype: 'int32', shape: [1, 2, 3], data: new Int32Array(6) } }],
  ['another rank', { x: { dtype: 'float32', shape: [2, 3], data: new Float32Array(6) } }],
  ['a different fixed size', { x: { dtype: 'float32', shape: [1, 2, 4], data: new Float32Array(8) } }],
  ['a buffer of a different length', { x: { dtype: 'float32', shape: [1, 2, 3], data: new Float32Array(5) } }],
] as const)('rejects inputs with %s', (_, inputs) => {
  expect(() => checkInputs(inputs, specs)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
});

test('sets free dimensions by name, or by axis if unnamed', () => {
  const spec = { name: 'x', dtype: 'float32', shape: ['batch', 3, null, null] } as const;
  expect(setSizes([spec], { batch: 1, 'x.2': 224 })).toEqual([{ ...spec, shape: [1, 3, 224, null] }]);
  expect(setSizes([spec], { toString: 2 })[0]?.shape).toEqual(spec.shape);
});
