export interface BlockOptions {
  readonly bits: 2 | 4 | 8;
  readonly blockSize: number;
  /** Whether the zero point is fixed, so that a block ranges from `-2^(bits-1)` to `2^(bits-1) - 1` scales. */
  readonly symmetric: boolean;
  /**
   * `range`: the full range of a block. `mse`: the shrunk range with the lowest squared error. `hqq`: fractional zero
   * points (`hqq.ts`), if not `symmetric` and below 8 bits; otherwise like `mse`.
   */
  readonly scales: 'range' | 'mse' | 'hqq';
}

/** Rows of weights in blocks, each with a scale: `value = scale * (integer - zero point)`. */
export interface BlockWeights {
  /** Unsigned integers, one per byte: [rows, blocksPerRow * blockSize]. Rows are padded with zero points. */
  readonly levels: Uint8Array<ArrayBuffer>;
  /** [rows, blocksPerRow] */
  readonly scales: Float32Array<ArrayBuffer>;
  /** [rows, blocksPerRow]; floats only with `hqq`. */
  readonly zeroPoints: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  readonly blocksPerRow: number;
}

export function allocateBlocks(elements: number, width: number, { blockSize }: BlockOptions) {
  const rows = width === 0 ? 0 : elements / width;
  const blocksPerRow = Math.ceil(width / blockSize);
  return {
    levels: new Uint8Array(rows * blocksPerRow * blockSize),
    scales: new Float32Array(rows * blocksPerRow),
    zeroPoints: new Uint8Array(rows * blocksPerRow),
    blocksPerRow,
  };
}

/** Visits the blocks of a matrix [rows, width] with the index range of their elements. */
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

/** Returns the dequantised values, [rows, width]. */
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

/** Packs integers of 2 or 4 bits into bytes, lowest bits first, with each row padded to a whole byte. */
export function packBits(integers: Uint8Array<ArrayBuffer>, width: number, bits: 2 | 4 | 8): Uint8Array<ArrayBuffer> {
  if (bits === 8) return integers;
  const perByte = 8 / bits;
  const packedWidth = Math.ceil(width / perByte);
  const rows = width === 0 ? 0 : integers.length / width;
  const packed = new Uint8Array(rows * packedWidth);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < width; column++)
      packed[row * packedWidth + Math.floor(column / perByte)]! |=
        integers[row * width + column]! << (bits * (column % perByte));
  return packed;
}
