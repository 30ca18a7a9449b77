import type { Rows } from '../matrix-rows.ts';

/** The maximum block size. At run time, rotating a value takes as many multiplications as the size of its block. */
const maxBlock = 64;

/** Returns the block size for rows of a width: the largest power of two up to 64 that divides it. */
export function getRotationBlock(width: number): number {
  let block = maxBlock;
  while (width % block !== 0) block /= 2;
  return block;
}

/**
 * Rotates blocks of values in place by the normalised fast Walsh-Hadamard transform, which preserves lengths and is its
 * own inverse.
 */
export function rotate(values: Float32Array, block: number): void {
  for (let size = 1; size < block; size *= 2)
    // Visits every index without the bit of `size`. One loop is faster than many short ones.
    for (let i = 0; i < values.length; i = (i + size + 1) & ~size) {
      const a = values[i]!;
      const b = values[i + size]!;
      values[i] = a + b;
      values[i + size] = a - b;
    }
  const scale = 1 / Math.sqrt(block);
  for (let index = 0; index < values.length; index++) values[index] = values[index]! * scale;
}

/** Returns the matrix that `rotate` multiplies by, [block, block]. */
export function createRotationMatrix(block: number): Float32Array {
  const matrix = new Float32Array(block * block);
  for (let row = 0; row < block; row++) matrix[row * block + row] = 1;
  rotate(matrix, block);
  return matrix;
}

/**
 * Returns a matrix with rotated rows; its product with a rotated vector equals the product of the originals. Rotation
 * spreads outliers, which would leave the other values of a row few levels in 8 bits (QuaRot, Ashkboos et al. 2024).
 */
export function rotateRows({ rows, width, read }: Rows): Rows {
  const block = getRotationBlock(width);
  return {
    rows,
    width,
    async read(start, end) {
      const values = await read(start, end);
      rotate(values, block);
      return values;
    },
  };
}
