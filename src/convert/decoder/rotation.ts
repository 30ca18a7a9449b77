import type { Rows } from '../matrix-rows.ts';

/** Values that are rotated together, at most: while the model runs, each value costs as many products. */
const maxBlock = 64;

/** The size of the blocks that rows of a width are rotated in: a power of two that divides the width. */
export function getRotationBlock(width: number): number {
  let block = maxBlock;
  while (width % block !== 0) block /= 2;
  return block;
}

/**
 * Rotates blocks of values, in place, by a Hadamard matrix scaled to preserve lengths (the fast Walsh-Hadamard
 * transform). It is its own inverse.
 */
export function rotate(values: Float32Array, block: number): void {
  for (let size = 1; size < block; size *= 2)
    // Every index without the bit of `size`: one loop is faster than many short ones.
    for (let i = 0; i < values.length; i = (i + size + 1) & ~size) {
      const a = values[i]!;
      const b = values[i + size]!;
      values[i] = a + b;
      values[i + size] = a - b;
    }
  const scale = 1 / Math.sqrt(block);
  for (let position = 0; position < values.length; position++) values[position] = values[position]! * scale;
}

/** The matrix that `rotate` multiplies by, [block, block]. */
export function createRotationMatrix(block: number): Float32Array {
  const matrix = new Float32Array(block * block);
  for (let row = 0; row < block; row++) matrix[row * block + row] = 1;
  rotate(matrix, block);
  return matrix;
}

/**
 * A matrix with its rows rotated: its product with a rotated vector equals the product of the originals. Rotation
 * distributes values that are much larger than the others of their row, which would leave the others few levels in 8
 * bits (QuaRot, Ashkboos et al. 2024).
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
