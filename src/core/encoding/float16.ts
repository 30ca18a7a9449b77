const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

export const maxFloat16 = 65_504;
/** The smallest positive value, a subnormal one. */
export const minFloat16 = 2 ** -24;

/**
 * The bits of the nearest IEEE 754 binary16 value, ties to even; magnitudes beyond its range become its largest value.
 * @param value not NaN
 */
export function toFloat16(value: number): number {
  single[0] = value;
  const [given = 0] = bits;
  const sign = (given >>> 16) & 0x8000;
  const size = given & 0x7fff_ffff;
  if (size >= 0x477f_f000) return sign | 0x7bff; // from 65520 on, which would round to infinity
  if (size < 0x3880_0000) {
    // Subnormal: adding 0.5 rounds to a multiple of 2^-24.
    single[0] = Math.abs(value) + 0.5;
    return sign | ((bits[0] ?? 0) - 0x3f00_0000);
  }
  const roundedUp = size - 0x3800_0000 + 0xfff + ((size >>> 13) & 1);
  return sign | (roundedUp >>> 13);
}

let values: Float32Array<ArrayBuffer> | undefined;

/** The value of a binary16 number by its bits. From a table, since loops over millions of weights call it. */
export function fromFloat16(half: number): number {
  values ??= Float32Array.from({ length: 65_536 }, (_, half) => decodeHalf(half));
  return values[half] ?? NaN;
}

function decodeHalf(half: number): number {
  const [sign, exponent, fraction] = [half & 0x8000 ? -1 : 1, (half >> 10) & 0x1f, half & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
