import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { rotate, rotateRows, getRotationBlock, createRotationMatrix } from './rotation.ts';

test.each([
  [576, 64],
  [96, 32],
  [100, 4],
  [7, 1],
])('rotates rows of %i values in blocks of %i', (width, block) => {
  expect(getRotationBlock(width)).toBe(block);
});

test('the rotation matrix of 4 values is the Hadamard matrix in natural order', () => {
  const hadamard = [1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1].map((sign) => sign / 2);
  expect([...createRotationMatrix(4)]).toEqual(hadamard); // as scipy.linalg.hadamard(4) / 2
  const values = Float32Array.of(1, 2, 3, 4, 8, 0, 0, 0);
  rotate(values, 4);
  expect([...values]).toEqual([5, -1, -2, 0, 4, 4, 4, 4]);
  rotate(values, 4);
  expect([...values]).toEqual([1, 2, 3, 4, 8, 0, 0, 0]);
});

test('rotating both a row and a vector preserves their product', async () => {
  const random = createSeededRandom(1);
  const values = () => Float32Array.from({ length: 192 }, () => random() - 0.5);
  const [row, vector] = [values(), values()];
  const computeDotProduct = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  const expected = computeDotProduct(row, vector);
  const matrix = rotateRows({ rows: 1, width: 192, read: () => Promise.resolve(row.slice()) });
  rotate(vector, getRotationBlock(192));
  expect(computeDotProduct(await matrix.read(0, 1), vector)).toBeCloseTo(expected, 4);
});
