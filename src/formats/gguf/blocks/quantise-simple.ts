import { writeFloat16, type BlockEncoder } from './block-encoder.ts';

/**
 * Equivalent to `quantize_row_q8_0_ref`, `quantize_row_q4_0_ref` and `quantize_row_q5_0_ref` of ggml-quants.c, in float32:
 * each `Math.fround` corresponds to a rounding.
 */

/** The largest magnitude becomes 127. */
export const q8_0: BlockEncoder = (values, from, bytes, blockStart) => {
  const scale = Math.fround(Math.abs(findExtreme(values, from)) / 127);
  const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
  writeFloat16(bytes, blockStart, scale);
  for (let index = 0; index < 32; index++) {
    const level = Math.fround(values[from + index]! * inverse);
    bytes[blockStart + 2 + index] = Math.trunc(level + (level < 0 ? -0.5 : 0.5));
  }
};

export const q4_0: BlockEncoder = (values, from, bytes, blockStart) => {
  const inverse = setScale(values, from, 8, bytes, blockStart);
  for (let index = 0; index < 16; index++) {
    const low = toLevel(values[from + index]!, inverse, 8);
    const high = toLevel(values[from + index + 16]!, inverse, 8);
    bytes[blockStart + 2 + index] = low | (high << 4);
  }
};

/** The fifth bits are stored in 4 bytes before the lower four. */
export const q5_0: BlockEncoder = (values, from, bytes, blockStart) => {
  const inverse = setScale(values, from, 16, bytes, blockStart);
  for (let index = 0; index < 16; index++) {
    const low = toLevel(values[from + index]!, inverse, 16);
    const high = toLevel(values[from + index + 16]!, inverse, 16);
    bytes[blockStart + 6 + index] = (low & 15) | ((high & 15) << 4);
    bytes[blockStart + 2 + (index >> 3)]! |= (low >> 4) << (index % 8);
    bytes[blockStart + 4 + (index >> 3)]! |= (high >> 4) << (index % 8);
  }
};

/**
 * Stores the scale with which the value of the largest magnitude becomes level 0, which represents `-zero`.
 * @returns 1 / scale
 */
function setScale(values: Float32Array, from: number, zero: number, bytes: Uint8Array, offset: number): number {
  const scale = Math.fround(findExtreme(values, from) / -zero);
  writeFloat16(bytes, offset, scale);
  return scale === 0 ? 0 : Math.fround(1 / scale);
}

function toLevel(value: number, inverse: number, zero: number): number {
  return Math.min(2 * zero - 1, Math.trunc(Math.fround(Math.fround(value * inverse) + zero + 0.5)));
}

/** Returns the first value of the largest magnitude, with its sign. */
function findExtreme(values: Float32Array, from: number): number {
  let extreme = 0;
  for (let index = from; index < from + 32; index++)
    if (Math.abs(values[index]!) > Math.abs(extreme)) extreme = values[index]!;
  return extreme;
}
