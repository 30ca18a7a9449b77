import { allocateBlocks, forEachBlock, type BlockOptions, type BlockWeights } from './block-weights.ts';
import { roundEven } from './int8-weights.ts';

/** As the authors set them: the norm, the weight of the penalty and its growth, and the number of iterations. */
const [norm, firstBeta, kappa, iterations] = [0.7, 10, 1.01, 20];
/** The largest reciprocal of a scale. */
const maxInverse = 2e4;

/** onnxruntime has no kernel for 8 bits with zero points that are floats. */
export function usesHqq({ scales, symmetric, bits }: BlockOptions): boolean {
  return scales === 'hqq' && !symmetric && bits < 8;
}

/**
 * Half-quadratic quantisation: the scales span the range of each block, and the zero points minimise the error in a norm
 * below 1, which outliers hardly count in. H. Badri and A. Shaji, “Half-Quadratic Quantization of Large Machine Learning
 * Models” (2023); constants and the end of the iteration as in their program.
 * @param values finite, [rows, width]
 */
export function quantiseWithHqq(values: Float32Array, width: number, options: BlockOptions): BlockWeights {
  const { blockSize, bits } = options;
  const { levels, scales, blocks } = allocateBlocks(values.length, width, options);
  const maxLevel = 2 ** bits - 1;
  const zeroPoints = new Float32Array(scales.length);
  const inverses = new Float32Array(scales.length);
  const each = (visit: (block: number, from: number, to: number) => void) =>
    forEachBlock(values.length, width, blockSize, visit);
  each((block, from, to) => {
    let [min, max] = [Infinity, -Infinity];
    for (let index = from; index < to; index++) {
      const value = values[index]!;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    inverses[block] = Math.min(maxInverse, maxLevel / (max - min || maxLevel));
    zeroPoints[block] = roundEven(-min * inverses[block]!);
  });
  const computeLevel = (index: number, inverse: number, zero: number) =>
    Math.min(maxLevel, Math.max(0, roundEven(values[index]! * inverse + zero)));
  for (let iteration = 0, beta = firstBeta, least = Infinity; iteration < iterations; iteration++, beta *= kappa) {
    let total = 0;
    each((block, from, to) => {
      const [inverse, zero] = [inverses[block]!, zeroPoints[block]!];
      let sum = 0;
      for (let index = from; index < to; index++) {
        const level = computeLevel(index, inverse, zero);
        const error = values[index]! - (level - zero) / inverse;
        total += Math.abs(error);
        sum += level - (values[index]! - shrink(error, beta)) * inverse;
      }
      zeroPoints[block] = sum / (to - from);
    });
    if (total >= least) break;
    least = total;
  }
  each((block, from, to) => {
    const [inverse, zero] = [inverses[block]!, zeroPoints[block]!];
    scales[block] = 1 / inverse;
    const position = block * blockSize;
    levels.fill(Math.min(maxLevel, Math.max(0, Math.round(zero))), position, position + blockSize);
    for (let index = from; index < to; index++) levels[position + index - from] = computeLevel(index, inverse, zero);
  });
  return { levels, scales, zeroPoints, blocks };
}

/** The proximal operator of the norm. */
function shrink(error: number, beta: number): number {
  const size = Math.abs(error);
  return Math.sign(error) * Math.max(0, size - (size + 1e-8) ** (norm - 1) / beta);
}
