import { expect, test } from 'vitest';
import type { Tensors } from '#core/engine/tensor.ts';
import { AgreementSums, findMinSqnrDb } from './output-agreement.ts';

const y = (...values: number[]): Tensors => ({
  y: { dtype: 'float32', shape: [values.length], data: Float32Array.from(values) },
});

test.for<[description: string, before: Tensors, after: Tensors, expected: object, minSqnrDb: number]>([
  ['equal values', y(1, 2), y(1, 2), { sqnrDb: Infinity, cosine: 1, compared: 2, notComparable: 0 }, Infinity],
  ['NaN instead of values', y(1, 2), y(NaN, NaN), { sqnrDb: -Infinity, cosine: 0, compared: 2 }, -Infinity],
  ['one infinite value', y(1, 2), y(1, Infinity), { sqnrDb: -Infinity, cosine: 0, compared: 2 }, -Infinity],
  ['values instead of NaN', y(NaN, 2), y(1, 2), { sqnrDb: -Infinity, cosine: 0, compared: 2 }, -Infinity],
  ['NaN in both', y(NaN, NaN), y(NaN, NaN), { sqnrDb: null, cosine: null, compared: 0, notComparable: 2 }, -Infinity],
  [
    'NaN in both outputs next to equal values',
    y(NaN, 2),
    y(NaN, 2),
    { sqnrDb: Infinity, compared: 1, notComparable: 1 },
    Infinity,
  ],
  ['another size', y(1, 2), y(1), { sqnrDb: null, cosine: null, compared: 0 }, -Infinity],
  ['a missing output', y(1, 2), {}, { sqnrDb: null, cosine: null, compared: 0 }, -Infinity],
])('measures the agreement of %s', ([, before, after, expected, minSqnrDb]) => {
  const sums = new AgreementSums();
  sums.add(before, after);
  expect(sums.outputs).toMatchObject([{ name: 'y', ...expected }]);
  expect(findMinSqnrDb(sums.outputs)).toBe(minSqnrDb);
});

test('reports the lowest SQNR for a model without outputs', () => {
  expect(findMinSqnrDb(new AgreementSums().outputs)).toBe(-Infinity);
});
