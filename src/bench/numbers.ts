import type { Tensor } from '#core/tensor.ts';

/** A tensor's values as numbers: halves decoded, 64-bit integers rounded to doubles, strings as NaN. */
export function numbersOf(tensor: Tensor): ArrayLike<number> {
  switch (tensor.dtype) {
    case 'float16':
      return Float32Array.from(tensor.data, halfToNumber);
    case 'int64':
    case 'uint64':
      return Array.from(tensor.data, Number);
    case 'string':
      return tensor.data.map(() => Number.NaN);
    default:
      return tensor.data;
  }
}

/** IEEE 754 binary16 bits to the number they stand for. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
