import { allocateBlocks, forEachBlock, type BlockOptions, type BlockWeights } from './block-weights.ts';
import { roundHalfToEven } from './int8-weights.ts';

/** The authors' constants: the exponent of the norm, the penalty weight and its growth, and the maximum iterations. */
const [normExponent, initialBeta, kappa, maxIterations] = [0.7, 10, 1.01, 20];
/** The maximum reciprocal of a scale. */
const maxInverseScale = 2e4;

/** Whether options select HQQ. onnxruntime has no 8-bit kernel with fractional zero points. */
export function usesHqq({ scales, symmetric, bits }: BlockOptions): boolean {
  return scales === 'hqq' && !symmetric && bits < 8;
}

/**
 * Quantises a matrix with half-quadratic quantisation: scales span the range of each block, and zero points minimise
 * the error in an Lp norm with p < 1, which is robust to outliers. H. Badri and A. Shaji, “Half-Quadratic Quantization
 * of Large Machine Learning Models” (2023). Constants and stopping rule are those of their program.
 * @param values finite, [rows, width]
 */
export function quantiseWithHqq(values: Float32Array, width: number, options: BlockOptions): BlockWeights {
  const { blockSize, bits } = options;
  const { levels, scales, blocksPerRow } = allocateBlocks(values.length, width, options);
  const maxLevel = 2 ** bits - 1;
  const zeroPoints = new Float32Array(scales.length);
  const inverses = new Float32Array(scales.length);
  const visitBlocks = (visit: (block: number, from: number, to: number) => void) =>
    forEachBlock(values.length, width, blockSize, visit);
  visitBlocks((block, from, to) => {
    let [min, max] = [Infinity, -Infinity];
    for (let index = from; index < to; index++) {
      const value = values[index]!;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    inverses[block] = Math.min(maxInverseScale, maxLevel / (max - min || maxLevel));
    zeroPoints[block] = roundHalfToEven(-min * inverses[block]!);
  });
  const computeLevel = (index: number, inverse: number, zero: number) =>
    Math.min(maxLevel, Math.max(0, roundHalfToEven(values[index]! * inverse + zero)));
  for (
    let iteration = 0, beta = initialBeta, minTotal = Infinity;
    iteration < maxIterations;
    iteration++, beta *= kappa
  ) {
    let total = 0;
    visitBlocks((block, from, to) => {
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
    if (total >= minTotal) break;
    minTotal = total;
  }
  visitBlocks((block, from, to) => {
    const [inverse, zero] = [inverses[block]!, zeroPoints[block]!];
    scales[block] = 1 / inverse;
    const offset = block * blockSize;
    levels.fill(Math.min(maxLevel, Math.max(0, Math.round(zero))), offset, offset + blockSize);
    for (let index = from; index < to; index++) levels[offset + index - from] = computeLevel(index, inverse, zero);
  });
  return { levels, scales, zeroPoints, blocksPerRow };
}

/** Applies the proximal operator of the Lp norm. */
function shrink(error: number, beta: number): number {
  const magnitude = Math.abs(error);
  return Math.sign(error) * Math.max(0, magnitude - (magnitude + 1e-8) ** (normExponent - 1) / beta);
}
