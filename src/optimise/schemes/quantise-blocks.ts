import { allocateBlocks, forEachBlock, type BlockOptions, type BlockWeights } from './block-weights.ts';
import { quantiseWithHqq, usesHqq } from './hqq.ts';
import { roundEven } from './int8-weights.ts';

/** Shares of the range that are tried to find the least squared error. */
const shares = Array.from({ length: 13 }, (_, step) => 1 - 0.04 * step);

/**
 * Quantises [rows, width] along the rows.
 * @param values finite
 */
export function quantiseBlocks(values: Float32Array, width: number, options: BlockOptions): BlockWeights {
  if (usesHqq(options)) return quantiseWithHqq(values, width, options);
  const weights = allocateBlocks(values.length, width, options);
  const maxLevel = 2 ** options.bits - 1;
  forEachBlock(values.length, width, options.blockSize, (block, from, to) => {
    const { scale, zero } = blockRange(values, from, to, options);
    weights.scales[block] = scale;
    weights.zeroPoints[block] = zero;
    const start = block * options.blockSize;
    weights.levels.fill(zero, start, start + options.blockSize);
    for (let index = from; index < to; index++)
      weights.levels[start + index - from] = findNearestLevel(values[index]!, scale, zero, maxLevel);
  });
  return weights;
}

interface Range {
  scale: number;
  zero: number;
}

type Values = Float32Array | Float64Array;

/** The scale and zero point of one block. */
export function blockRange(values: Values, from: number, to: number, options: BlockOptions): Range {
  const maxLevel = 2 ** options.bits - 1;
  const rangeOf = options.symmetric ? findSymmetricRange : findFullRange;
  const range = rangeOf(values, from, to, maxLevel);
  return options.scales === 'range' ? range : findBestRange(values, from, to, range, maxLevel);
}

/** The value of the largest magnitude becomes the lowest level: there is one more level below 0 than above. */
function findSymmetricRange(values: Values, from: number, to: number, maxLevel: number): Range {
  let extreme = 0;
  for (let index = from; index < to; index++) {
    const value = values[index]!;
    if (Math.abs(value) > Math.abs(extreme)) extreme = value;
  }
  const zero = (maxLevel + 1) / 2;
  return { scale: Math.fround(-extreme / zero) || 1, zero };
}

function findFullRange(values: Values, from: number, to: number, maxLevel: number): Range {
  let [min, max] = [0, 0];
  for (let index = from; index < to; index++) {
    const value = values[index]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const scale = Math.fround((max - min) / maxLevel) || 1;
  return { scale, zero: Math.min(maxLevel, Math.max(0, roundEven(-min / scale))) };
}

function findBestRange(values: Values, from: number, to: number, { scale, zero }: Range, maxLevel: number): Range {
  let best = { scale, zero };
  let minError = Infinity;
  for (const share of shares) {
    const tried = Math.fround(scale * share);
    let error = 0;
    for (let index = from; index < to; index++) {
      const value = values[index]!;
      const difference = value - (findNearestLevel(value, tried, zero, maxLevel) - zero) * tried;
      error += difference * difference;
    }
    if (error >= minError) continue;
    minError = error;
    best = { scale: tried, zero };
  }
  return best;
}

export function findNearestLevel(value: number, scale: number, zero: number, maxLevel: number): number {
  const level = Math.round(value / scale) + zero;
  return level < 0 ? 0 : level > maxLevel ? maxLevel : level;
}
