import { expect, test } from 'vitest';
import type { Tensors } from '#core/engine/tensor.ts';
import { computeAgreement, toReferences } from './tensor-agreement.ts';
import { decodeFloat16, toNumbers } from '../inputs/tensor-numbers.ts';

const reference = { output: 'y', shape: [4], stride: 1, values: [1, 2, 3, 4], source: 'by hand' };

function createOutputs(...values: number[]): Tensors {
  return { y: { dtype: 'float32', shape: [values.length], data: Float32Array.from(values) } };
}

test.each([
  ['identical', [1, 2, 3, 4]],
  ['expected', [1.00001, 2, 3, 4]],
  ['investigate', [1, 2, 3, 4.5]], // cosine 0.9986, difference 12.5% of the largest
  ['broken', [4, 3, 2, 1]], // cosine 0.667, computed by hand as 20 / 30
  ['broken', [2, 4, 6, 8]], // the cosine is 1, so only the difference detects the error
  ['broken', [0, 0, 0, 0]],
  ['broken', [1, 2, 3, Number.NaN]],
  ['broken', [1, 2, 3, Infinity]],
] as const)('R24: the verdict is "%s" for the outputs %j', (verdict, values) => {
  expect(computeAgreement([reference], createOutputs(...values))).toMatchObject({ verdict });
});

test('an agreement reports the cosine and the largest difference', () => {
  const agreement = computeAgreement([reference], createOutputs(4, 3, 2, 1));
  expect(agreement).toMatchObject({ metric: 'cosine', maxAbsDifference: 3, reference: 'by hand' });
  expect(agreement).toHaveProperty('value', expect.closeTo(2 / 3, 12));
});

test('a missing output or one with another shape is broken', () => {
  expect(computeAgreement([reference], {})).toMatchObject({ verdict: 'broken', value: 0, maxAbsDifference: null });
  expect(computeAgreement([reference], createOutputs(1, 2, 3))).toMatchObject({ verdict: 'broken' });
});

test('the worst of several outputs determines the verdict', () => {
  const outputs = { ...createOutputs(1, 2, 3, 4), z: createOutputs(1, -1).y! };
  const other = { output: 'z', shape: [2], stride: 1, values: [1, 1], source: 'by hand' };
  expect(computeAgreement([reference, other], outputs)).toMatchObject({ verdict: 'broken', value: 0 });
});

test('R24: very small outputs are compared on their own scale and can be broken', () => {
  const scores = { output: 'y', shape: [3], stride: 1, values: [1e-7, 0, 2e-7], source: 'by hand' };
  // Calculated manually: cosine 4 / 5, and a difference of half the largest value.
  expect(computeAgreement([scores], createOutputs(0, 1e-7, 2e-7))).toMatchObject({ verdict: 'broken' });
  expect(computeAgreement([scores], createOutputs(0, 0, 0))).toMatchObject({ verdict: 'broken', value: 0 });
  // Calculated manually: 0.5% of the largest value, below its 1%.
  expect(computeAgreement([scores], createOutputs(1e-7, 1e-9, 2e-7))).toMatchObject({ verdict: 'expected' });
});

test('noise near zero in one output is rounding if another output is large', () => {
  const scores = { output: 'y', shape: [3], stride: 1, values: [1e-6, 0, 2e-6], source: 'by hand' };
  const boxes = { output: 'z', shape: [2], stride: 1, values: [100, 200], source: 'by hand' };
  const outputs = { ...createOutputs(0, 1e-6, 2e-6), z: createOutputs(100.01, 200).y! };
  expect(computeAgreement([scores, boxes], outputs)).toMatchObject({ verdict: 'expected' });
  expect(computeAgreement([scores, boxes], { ...outputs, z: createOutputs(200, 100).y! })).toMatchObject({
    verdict: 'broken',
  });
});

test('compares a sampled reference with every stride-th element', () => {
  const sampled = { ...reference, shape: [5], stride: 2, values: [1, 3, 5] };
  expect(computeAgreement([sampled], createOutputs(1, 99, 3, 99, 5))).toMatchObject({ verdict: 'identical' });
});

test('does not measure the agreement without a reference', () => {
  expect(computeAgreement([], createOutputs(1))).toEqual({ verdict: 'not-measured', why: 'no-reference' });
});

test('converts outputs of any type to a reference for another session', () => {
  const outputs: Tensors = {
    h: { dtype: 'float16', shape: [2], data: Uint16Array.of(0x3c00, 0xc000) },
    i: { dtype: 'int64', shape: [1], data: BigInt64Array.of(7n) },
  };
  const references = toReferences('wasm', outputs);
  expect(references.map(({ values }) => Array.from(values))).toEqual([[1, -2], [7]]);
  expect(computeAgreement(references, outputs)).toMatchObject({ verdict: 'identical', reference: 'wasm' });
});

// Expected values from numpy 2.4.6: np.array(bits, dtype=np.uint16).view(np.float16).
test.each([
  [0x0001, 5.960464477539063e-8],
  [0x03ff, 6.097555160522461e-5],
  [0x0400, 6.103515625e-5],
  [0x3c00, 1],
  [0x3555, 0.333251953125],
  [0xc000, -2],
  [0x7bff, 65504],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x8000, -0],
])('decodes the float16 bits %i as %f', (bits, expected) => {
  expect(decodeFloat16(bits)).toBe(expected);
});

test('converts a string output to NaN', () => {
  expect(toNumbers({ dtype: 'string', shape: [1], data: ['a'] })).toEqual([Number.NaN]);
});

test('equal infinities agree, and an infinity in only one output does not', () => {
  const createMaskedOutput = (last: number) => ({
    y: { dtype: 'float32' as const, shape: [3], data: new Float32Array([1, -Infinity, last]) },
  });
  const references = toReferences('by hand', createMaskedOutput(2));
  expect(computeAgreement(references, createMaskedOutput(2))).toMatchObject({ verdict: 'identical', value: 1 });
  expect(computeAgreement(references, createMaskedOutput(Infinity))).toMatchObject({ verdict: 'broken' });
});

test('reports the reason for a missing reference', () => {
  expect(computeAgreement([], {})).toEqual({ verdict: 'not-measured', why: 'no-reference' });
  expect(computeAgreement([], {}, 'wasm has no Foo')).toEqual({ verdict: 'not-measured', why: 'wasm has no Foo' });
});
