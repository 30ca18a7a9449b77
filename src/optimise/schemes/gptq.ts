import { allocateBlocks, type BlockOptions, type BlockWeights } from './block-weights.ts';
import { blockRange, findNearestLevel } from './quantise-blocks.ts';

/** Added to the diagonal, as a fraction of its mean, as in the paper. */
const damping = 0.01;

/**
 * Quantises [rows, width] along the rows, one column after the other, and spreads the error of each over the columns that
 * follow, so the products with the inputs change least: E. Frantar et al., “GPTQ: Accurate Post-Training
 * Quantization for Generative Pre-trained Transformers” (ICLR 2023), algorithm 1.
 * @param values finite
 * @param factor from `inverseFactor`
 */
export function quantiseWithGptq(
  values: Float32Array,
  width: number,
  options: BlockOptions,
  factor: Float64Array,
): BlockWeights {
  const { blockSize, bits } = options;
  const weights = allocateBlocks(values.length, width, options);
  const maxLevel = 2 ** bits - 1;
  for (let from = 0, block = 0; from < values.length; from += width) {
    const row = Float64Array.from(values.subarray(from, from + width));
    for (let start = 0; start < width; start += blockSize, block++) {
      const end = Math.min(width, start + blockSize);
      const { scale, zero } = blockRange(row, start, end, options);
      weights.scales[block] = scale;
      weights.zeroPoints[block] = zero;
      const offset = block * blockSize;
      weights.levels.fill(zero, offset, offset + blockSize);
      for (let column = start; column < end; column++) {
        const level = findNearestLevel(row[column]!, scale, zero, maxLevel);
        weights.levels[offset + column - start] = level;
        const line = column * width;
        const error = (row[column]! - (level - zero) * scale) / factor[line + column]!;
        for (let next = column + 1; next < width; next++) row[next]! -= error * factor[line + next]!;
      }
    }
  }
  return weights;
}

/**
 * The upper triangular factor U of the inverse of a damped Hessian H, row by row: the inverse is the transpose of U times
 * U. H becomes R times its transpose with an upper triangular R, whose inverse is U. Changes `hessian`.
 * @param hessian [size, size]; the upper triangle is read: sums of products of inputs, finite
 */
export function computeInverseFactor(hessian: Float64Array, size: number): Float64Array {
  let mean = 0;
  for (let index = 0; index < size; index++) mean += hessian[index * size + index]! / size;
  for (let index = 0; index < size; index++) {
    const diagonal = index * size + index;
    // An input that is always 0.
    if (hessian[diagonal] === 0) hessian[diagonal] = mean || 1;
    hessian[diagonal]! += damping * mean;
  }
  const root = hessian;
  for (let column = size - 1; column >= 0; column--) {
    const line = column * size;
    for (let row = column; row >= 0; row--) {
      let rest = root[row * size + column]!;
      for (let next = column + 1; next < size; next++) rest -= root[row * size + next]! * root[line + next]!;
      root[row * size + column] = row === column ? Math.sqrt(rest) : rest / root[line + column]!;
    }
  }
  const factor = new Float64Array(size * size);
  for (let row = size - 1; row >= 0; row--) {
    const line = row * size;
    const diagonal = root[line + row]!;
    for (let next = row + 1; next < size; next++) {
      const share = root[line + next]! / diagonal;
      for (let column = next; column < size; column++) factor[line + column]! -= share * factor[next * size + column]!;
    }
    factor[line + row] = 1 / diagonal;
  }
  return factor;
}
