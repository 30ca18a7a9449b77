export interface BlockOptions {
  readonly bits: 2 | 4 | 8;
  readonly blockSize: number;
  /** Without a zero point of its own, a block ranges from `-2^(bits-1)` to `2^(bits-1) - 1` scales. */
  readonly symmetric: boolean;
  /**
   * `range`: the largest value is exact. `mse`: of several smaller ranges the one with the least squared error. `hqq`:
   * zero points that are not integers, without `symmetric` and for less than 8 bits; `mse` otherwise (`hqq.ts`).
   */
  readonly scales: 'range' | 'mse' | 'hqq';
}

/** Rows of weights in blocks, each with a scale: `value = scale * (integer - zero point)`. */
export interface BlockWeights {
  /** One unsigned integer per byte: [rows, blocks * blockSize]; the last block of a row is padded with zero points. */
  readonly levels: Uint8Array<ArrayBuffer>;
  /** [rows, blocks] */
  readonly scales: Float32Array<ArrayBuffer>;
  /** [rows, blocks]; floats only from `hqq`. */
  readonly zeroPoints: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  readonly blocks: number;
}

export function allocateBlocks(elements: number, width: number, { blockSize }: BlockOptions) {
  const rows = width === 0 ? 0 : elements / width;
  const blocks = Math.ceil(width / blockSize);
  return {
    levels: new Uint8Array(rows * blocks * blockSize),
    scales: new Float32Array(rows * blocks),
    zeroPoints: new Uint8Array(rows * blocks),
    blocks,
  };
}

/** Visits the blocks of [rows, width] with the bounds of their elements. */
export function forEachBlock(
  elements: number,
  width: number,
  blockSize: number,
  visit: (block: number, from: number, to: number) => void,
): void {
  for (let row = 0, block = 0; row < elements; row += width)
    for (let start = 0; start < width; start += blockSize, block++)
      visit(block, row + start, row + Math.min(width, start + blockSize));
}

/** What the blocks stand for: [rows, width]. */
export function dequantiseBlocks(
  { levels, scales, zeroPoints }: BlockWeights,
  elements: number,
  width: number,
  blockSize: number,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(elements);
  forEachBlock(elements, width, blockSize, (block, from, to) => {
    for (let index = from; index < to; index++)
      values[index] = (levels[block * blockSize + index - from]! - zeroPoints[block]!) * scales[block]!;
  });
  return values;
}

/** Numbers of 2 or 4 bits in bytes, the first in the lowest bits, each row padded to a byte; of 8 bits as they are. */
export function packBits(numbers: Uint8Array<ArrayBuffer>, width: number, bits: 2 | 4 | 8): Uint8Array<ArrayBuffer> {
  if (bits === 8) return numbers;
  const perByte = 8 / bits;
  const packedWidth = Math.ceil(width / perByte);
  const rows = width === 0 ? 0 : numbers.length / width;
  const packed = new Uint8Array(rows * packedWidth);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < width; column++)
      packed[row * packedWidth + Math.floor(column / perByte)]! |=
        numbers[row * width + column]! << (bits * (column % perByte));
  return packed;
}
