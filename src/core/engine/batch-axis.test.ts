import { expect, test } from 'vitest';
import { hasBatchAxis, joinRequests, splitOutputs } from './batch-axis.ts';
import type { Tensors, TensorSpec } from './tensor.ts';

test.each<[boolean, string, TensorSpec['shape'][], TensorSpec['shape'][]]>([
  [true, 'the same name first in all', [['n', 3]], [['n', 2], ['n']]],
  [true, 'unnamed free dimensions', [[null, 3]], [[null, 2]]],
  [false, 'a fixed batch', [[1, 3]], [[1, 2]]],
  [false, 'another name in an output', [['n', 3]], [['boxes', 4]]],
  [false, 'the name on another axis', [['n', 'n']], [['n']]],
  [false, 'a fixed output', [['n', 3]], [[10]]],
  [false, 'a scalar output', [['n', 3]], [[]]],
  [false, 'a scalar input', [[]], [['n']]],
])('hasBatchAxis is %s for %s', (expected, _, inputs, outputs) => {
  const createSpecs = (shapes: TensorSpec['shape'][]) =>
    shapes.map((shape) => ({ name: 'x', dtype: 'float32', shape }) as const);
  expect(hasBatchAxis({ inputs: createSpecs(inputs), outputs: createSpecs(outputs) })).toBe(expected);
});

test('splits joined tensors into the originals', () => {
  const createTensors = (...values: bigint[]): Tensors => ({
    y: { dtype: 'int64', shape: [values.length / 2, 2], data: BigInt64Array.from(values) },
  });
  const requests = [createTensors(1n, 2n), createTensors(3n, 4n, 5n, 6n)];
  const joined = joinRequests(requests);
  expect(joined['y']).toEqual({ dtype: 'int64', shape: [3, 2], data: BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n) });
  expect(splitOutputs(joined, [1, 2])).toEqual(requests);
  expect(splitOutputs(joined, [1, 1])).toBeNull();
});
