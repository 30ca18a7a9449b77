const float32 = new Float32Array(1);
const float32Bits = new Uint32Array(float32.buffer);

export const maxFloat16 = 65_504;
/** The smallest positive value, which is subnormal. */
export const minFloat16 = 2 ** -24;

/**
 * Returns the bits of the nearest IEEE 754 binary16 value, with ties to even. Larger magnitudes are clamped.
 * @param value not NaN
 */
export function toFloat16(value: number): number {
  float32[0] = value;
  const [bits = 0] = float32Bits;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fff_ffff;
  if (magnitude >= 0x477f_f000) return sign | 0x7bff; // from 65520 on, values would round to infinity
  if (magnitude < 0x3880_0000) {
    // Subnormal: adding 0.5 rounds to a multiple of 2^-24.
    float32[0] = Math.abs(value) + 0.5;
    return sign | ((float32Bits[0] ?? 0) - 0x3f00_0000);
  }
  const rounded = magnitude - 0x3800_0000 + 0xfff + ((magnitude >>> 13) & 1);
  return sign | (rounded >>> 13);
}

let valuesByBits: Float32Array<ArrayBuffer> | undefined;

/** Returns the value of binary16 bits. Uses a table, because it is called for millions of weights. */
export function fromFloat16(bits: number): number {
  valuesByBits ??= Float32Array.from({ length: 65_536 }, (_, index) => decodeFloat16(index));
  return valuesByBits[bits] ?? NaN;
}

function decodeFloat16(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
