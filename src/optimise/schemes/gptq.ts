import { allocateBlocks, type BlockOptions, type BlockWeights } from './block-weights.ts';
import { computeBlockParameters, findNearestLevel } from './quantise-blocks.ts';

/** The damping of the Hessian's diagonal as a fraction of its mean, as in the paper. */
const dampingFraction = 0.01;

/**
 * Quantises a matrix with GPTQ: columns are quantised in order, and the error of each is compensated in the following
 * columns, which minimises the change of the products. E. Frantar et al., “GPTQ: Accurate Post-Training Quantization
 * for Generative Pre-trained Transformers” (ICLR 2023), algorithm 1.
 * @param values finite, [rows, width]
 * @param inverseFactor the result of `computeInverseFactor`
 */
export function quantiseWithGptq(
  values: Float32Array,
  width: number,
  options: BlockOptions,
  inverseFactor: Float64Array,
): BlockWeights {
  const { blockSize, bits } = options;
  const weights = allocateBlocks(values.length, width, options);
  const maxLevel = 2 ** bits - 1;
  for (let from = 0, block = 0; from < values.length; from += width) {
    const row = Float64Array.from(values.subarray(from, from + width));
    for (let start = 0; start < width; start += blockSize, block++) {
      const end = Math.min(width, start + blockSize);
      const { scale, zero } = computeBlockParameters(row, start, end, options);
      weights.scales[block] = scale;
      weights.zeroPoints[block] = zero;
      const offset = block * blockSize;
      weights.levels.fill(zero, offset, offset + blockSize);
      for (let column = start; column < end; column++) {
        const level = findNearestLevel(row[column]!, scale, zero, maxLevel);
        weights.levels[offset + column - start] = level;
        const rowOffset = column * width;
        const error = (row[column]! - (level - zero) * scale) / inverseFactor[rowOffset + column]!;
        for (let next = column + 1; next < width; next++) row[next]! -= error * inverseFactor[rowOffset + next]!;
      }
    }
  }
  return weights;
}

/**
 * Computes the upper triangular factor U of the inverse of a damped Hessian, where the inverse is the transpose of U
 * times U. The Hessian is first factored into R times its transpose with upper triangular R, whose inverse is U.
 * Changes `hessian`.
 * @param hessian sums of products of inputs, finite, [size, size]; only the upper triangle is read
 * @returns [size, size], row-major
 */
export function computeInverseFactor(hessian: Float64Array, size: number): Float64Array {
  let mean = 0;
  for (let index = 0; index < size; index++) mean += hessian[index * size + index]! / size;
  for (let index = 0; index < size; index++) {
    const diagonal = index * size + index;
    // An input that is always 0.
    if (hessian[diagonal] === 0) hessian[diagonal] = mean || 1;
    hessian[diagonal]! += dampingFraction * mean;
  }
  const root = hessian;
  for (let column = size - 1; column >= 0; column--) {
    const rowOffset = column * size;
    for (let row = column; row >= 0; row--) {
      let remainder = root[row * size + column]!;
      for (let next = column + 1; next < size; next++) remainder -= root[row * size + next]! * root[rowOffset + next]!;
      root[row * size + column] = row === column ? Math.sqrt(remainder) : remainder / root[rowOffset + column]!;
    }
  }
  const inverseFactor = new Float64Array(size * size);
  for (let row = size - 1; row >= 0; row--) {
    const rowOffset = row * size;
    const diagonal = root[rowOffset + row]!;
    for (let next = row + 1; next < size; next++) {
      const coefficient = root[rowOffset + next]! / diagonal;
      for (let column = next; column < size; column++)
        inverseFactor[rowOffset + column]! -= coefficient * inverseFactor[next * size + column]!;
    }
    inverseFactor[rowOffset + row] = 1 / diagonal;
  }
  return inverseFactor;
}
