import { allocateBlocks, forEachBlock, type BlockOptions, type BlockWeights } from './block-weights.ts';
import { quantiseWithHqq, usesHqq } from './hqq.ts';
import { roundHalfToEven } from './int8-weights.ts';

/** Fractions of the range that are tried to minimise the squared error. Heuristic, not measured. */
const rangeFractions = Array.from({ length: 13 }, (_, step) => 1 - 0.04 * step);

/**
 * Quantises a matrix in blocks along its rows.
 * @param values finite, [rows, width]
 */
export function quantiseBlocks(values: Float32Array, width: number, options: BlockOptions): BlockWeights {
  if (usesHqq(options)) return quantiseWithHqq(values, width, options);
  const weights = allocateBlocks(values.length, width, options);
  const maxLevel = 2 ** options.bits - 1;
  forEachBlock(values.length, width, options.blockSize, (block, from, to) => {
    const { scale, zero } = computeBlockParameters(values, from, to, options);
    weights.scales[block] = scale;
    weights.zeroPoints[block] = zero;
    const start = block * options.blockSize;
    weights.levels.fill(zero, start, start + options.blockSize);
    for (let index = from; index < to; index++)
      weights.levels[start + index - from] = findNearestLevel(values[index]!, scale, zero, maxLevel);
  });
  return weights;
}

interface BlockParameters {
  scale: number;
  zero: number;
}

type Values = Float32Array | Float64Array;

/** Computes the scale and zero point of one block. */
export function computeBlockParameters(
  values: Values,
  from: number,
  to: number,
  options: BlockOptions,
): BlockParameters {
  const maxLevel = 2 ** options.bits - 1;
  const findRange = options.symmetric ? findSymmetricRange : findAsymmetricRange;
  const range = findRange(values, from, to, maxLevel);
  return options.scales === 'range' ? range : findBestRange(values, from, to, range, maxLevel);
}

/** Maps the value of the largest magnitude to the lowest level, because there is one more level below 0 than above. */
function findSymmetricRange(values: Values, from: number, to: number, maxLevel: number): BlockParameters {
  let extreme = 0;
  for (let index = from; index < to; index++) {
    const value = values[index]!;
    if (Math.abs(value) > Math.abs(extreme)) extreme = value;
  }
  const zero = (maxLevel + 1) / 2;
  return { scale: Math.fround(-extreme / zero) || 1, zero };
}

function findAsymmetricRange(values: Values, from: number, to: number, maxLevel: number): BlockParameters {
  let [min, max] = [0, 0];
  for (let index = from; index < to; index++) {
    const value = values[index]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const scale = Math.fround((max - min) / maxLevel) || 1;
  return { scale, zero: Math.min(maxLevel, Math.max(0, roundHalfToEven(-min / scale))) };
}

function findBestRange(
  values: Values,
  from: number,
  to: number,
  { scale, zero }: BlockParameters,
  maxLevel: number,
): BlockParameters {
  let best = { scale, zero };
  let minError = Infinity;
  for (const fraction of rangeFractions) {
    const candidate = Math.fround(scale * fraction);
    let error = 0;
    for (let index = from; index < to; index++) {
      const value = values[index]!;
      const difference = value - (findNearestLevel(value, candidate, zero, maxLevel) - zero) * candidate;
      error += difference * difference;
    }
    if (error >= minError) continue;
    minError = error;
    best = { scale: candidate, zero };
  }
  return best;
}

export function findNearestLevel(value: number, scale: number, zero: number, maxLevel: number): number {
  const level = Math.round(value / scale) + zero;
  return level < 0 ? 0 : level > maxLevel ? maxLevel : level;
}
