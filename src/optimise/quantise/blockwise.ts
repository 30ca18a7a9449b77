import { roundEven } from './int8-weights.ts';

export interface BlockOptions {
  readonly bits: 4 | 8;
  readonly blockSize: number;
  /** Without a zero point of its own, a block ranges from `-2^(bits-1)` to `2^(bits-1) - 1` scales. */
  readonly symmetric: boolean;
  /** `range`: the largest value is exact. `mse`: of several smaller ranges the one with the least squared error. */
  readonly scales: 'range' | 'mse';
}

/** Rows of weights in blocks, each with a scale: `value = scale * (integer - zero point)`. */
export interface BlockWeights {
  /** One unsigned integer per byte: [rows, blocks * blockSize]; the last block of a row is padded with zero points. */
  readonly levels: Uint8Array<ArrayBuffer>;
  /** [rows, blocks] */
  readonly scales: Float32Array<ArrayBuffer>;
  /** [rows, blocks] */
  readonly zeroPoints: Uint8Array<ArrayBuffer>;
  readonly blocks: number;
}

/** Shares of the range that are tried to find the least squared error. */
const shares = Array.from({ length: 13 }, (_, step) => 1 - 0.04 * step);

/** Quantises [rows, width] along the rows. @param values finite */
export function quantiseBlocks(values: Float32Array, width: number, options: BlockOptions): BlockWeights {
  const { blockSize, bits, symmetric } = options;
  const rows = width === 0 ? 0 : values.length / width;
  const blocks = Math.ceil(width / blockSize);
  const levels = new Uint8Array(rows * blocks * blockSize);
  const scales = new Float32Array(rows * blocks);
  const zeroPoints = new Uint8Array(rows * blocks);
  const maxLevel = 2 ** bits - 1;
  const candidates = options.scales === 'mse' ? shares : [1];
  for (let row = 0, block = 0; row < rows; row++) {
    for (let start = 0; start < width; start += blockSize, block++) {
      const from = row * width + start;
      const to = row * width + Math.min(width, start + blockSize);
      const range = symmetric ? symmetricRange(values, from, to, maxLevel) : fullRange(values, from, to, maxLevel);
      const best = bestRange(values, from, to, range, maxLevel, candidates);
      scales[block] = best.scale;
      zeroPoints[block] = best.zero;
      const at = block * blockSize;
      levels.fill(best.zero, at, at + blockSize);
      for (let index = from; index < to; index++)
        levels[at + index - from] = levelOf(values[index]!, best.scale, best.zero, maxLevel);
    }
  }
  return { levels, scales, zeroPoints, blocks };
}

interface Range {
  scale: number;
  zero: number;
}

/** The value of the largest magnitude becomes the lowest level, of which there is one more below 0 than above. */
function symmetricRange(values: Float32Array, from: number, to: number, maxLevel: number): Range {
  let largest = 0;
  for (let index = from; index < to; index++) {
    const value = values[index]!;
    if (Math.abs(value) > Math.abs(largest)) largest = value;
  }
  const zero = (maxLevel + 1) / 2;
  return { scale: Math.fround(-largest / zero) || 1, zero };
}

function fullRange(values: Float32Array, from: number, to: number, maxLevel: number): Range {
  let [min, max] = [0, 0];
  for (let index = from; index < to; index++) {
    const value = values[index]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const scale = Math.fround((max - min) / maxLevel) || 1;
  return { scale, zero: Math.min(maxLevel, Math.max(0, roundEven(-min / scale))) };
}

function bestRange(
  values: Float32Array,
  from: number,
  to: number,
  { scale, zero }: Range,
  maxLevel: number,
  candidates: readonly number[],
): Range {
  if (candidates.length === 1) return { scale, zero };
  let best = { scale, zero };
  let least = Infinity;
  for (const share of candidates) {
    const tried = Math.fround(scale * share);
    let error = 0;
    for (let index = from; index < to; index++) {
      const value = values[index]!;
      const difference = value - (levelOf(value, tried, zero, maxLevel) - zero) * tried;
      error += difference * difference;
    }
    if (error >= least) continue;
    least = error;
    best = { scale: tried, zero };
  }
  return best;
}

function levelOf(value: number, scale: number, zero: number, maxLevel: number): number {
  const level = Math.round(value / scale) + zero;
  return level < 0 ? 0 : level > maxLevel ? maxLevel : level;
}

/** Two 4-bit numbers in a byte, the first in the lower half, each row padded to a byte. */
export function packNibbles(numbers: Uint8Array, width: number, padding = 0): Uint8Array<ArrayBuffer> {
  const packedWidth = Math.ceil(width / 2);
  const rows = width === 0 ? 0 : numbers.length / width;
  const packed = new Uint8Array(rows * packedWidth);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < width; column += 2) {
      const high = column + 1 < width ? numbers[row * width + column + 1]! : padding;
      packed[row * packedWidth + column / 2] = numbers[row * width + column]! | (high << 4);
    }
  return packed;
}
