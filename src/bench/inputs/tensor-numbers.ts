import type { Tensor } from '#core/engine/tensor.ts';

/** Converts the values of a tensor to numbers: float16 decoded, 64-bit integers rounded to doubles, strings as NaN. */
export function toNumbers(tensor: Tensor): ArrayLike<number> {
  switch (tensor.dtype) {
    case 'float16':
      return Float32Array.from(tensor.data, decodeFloat16);
    case 'int64':
    case 'uint64':
      return Array.from(tensor.data, Number);
    case 'string':
      return tensor.data.map(() => Number.NaN);
    default:
      return tensor.data;
  }
}

/** Decodes IEEE 754 binary16 bits. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);
/** The difference of the exponent biases of float32 and binary16, in the bits of float32. */
const exponentShift = (127 - 15) << 23;
/** The number of fraction bits of float32 that binary16 lacks, and half of the last bit of binary16. */
const droppedBits = 13;
const roundingOffset = 1 << (droppedBits - 1);

/**
 * Encodes the nearest IEEE 754 binary16 number, with ties away from zero; subnormals become 0.
 * @param value at most 65,504 in magnitude
 */
export function encodeFloat16(value: number): number {
  single[0] = value;
  const bits = singleBits[0] ?? 0;
  const magnitude = (bits & 0x7fff_ffff) - exponentShift;
  const sign = (bits >>> 16) & 0x8000;
  return magnitude < 1 << 23 ? sign : sign | ((magnitude + roundingOffset) >>> droppedBits);
}
