import { expect, test } from 'vitest';
import type { Tensors } from '#core/engine/tensor.ts';
import { AgreementSums, findMinSqnrDb } from './output-agreement.ts';

const createOutputs = (...values: number[]): Tensors => ({
  y: { dtype: 'float32', shape: [values.length], data: Float32Array.from(values) },
});

test.for<[description: string, before: Tensors, after: Tensors, expected: object, minSqnrDb: number]>([
  [
    'equal values',
    createOutputs(1, 2),
    createOutputs(1, 2),
    { sqnrDb: Infinity, cosine: 1, compared: 2, notComparable: 0 },
    Infinity,
  ],
  [
    'NaN instead of values',
    createOutputs(1, 2),
    createOutputs(NaN, NaN),
    { sqnrDb: -Infinity, cosine: 0, compared: 2 },
    -Infinity,
  ],
  [
    'one infinite value',
    createOutputs(1, 2),
    createOutputs(1, Infinity),
    { sqnrDb: -Infinity, cosine: 0, compared: 2 },
    -Infinity,
  ],
  [
    'values instead of NaN',
    createOutputs(NaN, 2),
    createOutputs(1, 2),
    { sqnrDb: -Infinity, cosine: 0, compared: 2 },
    -Infinity,
  ],
  [
    'NaN in both',
    createOutputs(NaN, NaN),
    createOutputs(NaN, NaN),
    { sqnrDb: null, cosine: null, compared: 0, notComparable: 2 },
    -Infinity,
  ],
  [
    'NaN in both outputs next to equal values',
    createOutputs(NaN, 2),
    createOutputs(NaN, 2),
    { sqnrDb: Infinity, compared: 1, notComparable: 1 },
    Infinity,
  ],
  ['another size', createOutputs(1, 2), createOutputs(1), { sqnrDb: null, cosine: null, compared: 0 }, -Infinity],
  ['a missing output', createOutputs(1, 2), {}, { sqnrDb: null, cosine: null, compared: 0 }, -Infinity],
])('measures the agreement of %s', ([, before, after, expected, minSqnrDb]) => {
  const sums = new AgreementSums();
  sums.add(before, after);
  expect(sums.outputs).toMatchObject([{ name: 'y', ...expected }]);
  expect(findMinSqnrDb(sums.outputs)).toBe(minSqnrDb);
});

test('reports the lowest SQNR for a model without outputs', () => {
  expect(findMinSqnrDb(new AgreementSums().outputs)).toBe(-Infinity);
});
