import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toFloat16 } from '#core/encoding/float16.ts';
import { packBits } from './block-weights.ts';
import { quantiseBlocks } from './quantise-blocks.ts';
import { quantiseToAsymmetricUint8, oneChannel, quantiseToSymmetricInt8, type Int8Weights } from './int8-weights.ts';
import { transpose } from './matrix-algebra.ts';

interface DynamicReference {
  readonly levels: readonly number[];
  readonly scales: readonly number[];
  readonly zeroPoint: number;
}
interface BlockReference {
  readonly packed: readonly number[];
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[] | null;
}
/** Computed by `reference-values/quantisers.py` with onnxruntime.quantization and numpy. */
const reference = JSON.parse(readFileSync(new URL('reference-values/quantisers.json', import.meta.url), 'utf8')) as {
  readonly shape: readonly [rows: number, columns: number];
  readonly weights: readonly number[];
  readonly perChannel: DynamicReference;
  readonly whole: DynamicReference;
  readonly wholeUint8: DynamicReference;
  readonly blocks4: BlockReference;
  readonly blocks4Asymmetric: BlockReference;
  readonly blocks8: BlockReference;
  readonly blocks8Asymmetric: BlockReference;
  readonly float32: readonly number[];
  readonly float16: readonly number[];
};
const [rows, columns] = reference.shape;
const weights = Float32Array.from(reference.weights);

/** Expects equal integers, and equal scales up to float32 precision. */
function expectEqualWeights(actual: Int8Weights, expected: DynamicReference): void {
  expect([...actual.data]).toEqual(expected.levels);
  expect(actual.zeroPoint).toBe(expected.zeroPoint);
  expect(actual.scales).toHaveLength(expected.scales.length);
  for (const [index, scale] of actual.scales.entries()) expect(scale / expected.scales[index]!).toBeCloseTo(1, 6);
}

test('int8 weights match onnxruntime.quantization', () => {
  expectEqualWeights(quantiseToSymmetricInt8(weights, { channels: columns, inner: 1 }, 'int8'), reference.perChannel);
  expectEqualWeights(quantiseToSymmetricInt8(weights, oneChannel, 'int8'), reference.whole);
  expectEqualWeights(quantiseToAsymmetricUint8(weights), reference.wholeUint8);
});

test.for([
  ['blocks4', 4, true],
  ['blocks4Asymmetric', 4, false],
  ['blocks8', 8, true],
  ['blocks8Asymmetric', 8, false],
] as const)('%s matches onnxruntime.quantization', ([name, bits, symmetric]) => {
  const options = { bits, symmetric, blockSize: 32, scales: 'range' } as const;
  const { levels, scales, zeroPoints, blocksPerRow } = quantiseBlocks(transpose(weights, rows, columns), rows, options);
  const expected = reference[name];
  expect([...(bits === 4 ? packBits(levels, 32, 4) : levels)]).toEqual(expected.packed);
  for (const [index, scale] of scales.entries()) expect(scale / expected.scales[index]!).toBeCloseTo(1, 6);
  if (expected.zeroPoints)
    expect([...(bits === 4 ? packBits(zeroPoints as Uint8Array<ArrayBuffer>, blocksPerRow, 4) : zeroPoints)]).toEqual(
      expected.zeroPoints,
    );
});

test('the least-squares scale has a smaller error than the range scale', () => {
  const transposed = transpose(weights, rows, columns);
  const quantisationError = (scales: 'range' | 'mse') => {
    const quantised = quantiseBlocks(transposed, rows, { bits: 4, symmetric: true, blockSize: 32, scales });
    return transposed.reduce((sum, value, index) => {
      const block = Math.floor(index / rows) * quantised.blocksPerRow + Math.floor((index % rows) / 32);
      const level = quantised.levels[block * 32 + ((index % rows) % 32)]!;
      return sum + (value - (level - quantised.zeroPoints[block]!) * quantised.scales[block]!) ** 2;
    }, 0);
  };
  expect(quantisationError('mse')).toBeLessThan(quantisationError('range'));
});

test('float16 values match NumPy', () => {
  expect(reference.float32.map(toFloat16)).toEqual(reference.float16);
});
