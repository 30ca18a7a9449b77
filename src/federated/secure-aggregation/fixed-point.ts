/**
 * Numbers are stored as integer multiples of 2^-16 modulo 2^32, so that sums of masked values are exact. The sum of up
 * to 255 values with magnitudes of up to 128 fits.
 */
const scale = 2 ** 16;
export const maxValue = 128;

/** Converts values to fixed-point numbers, after clamping them to ±{@link maxValue}. */
export function toFixedPoint(values: Float64Array): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(values, (value) => {
    const limited = Math.min(maxValue, Math.max(-maxValue, value));
    return Math.round(limited * scale) >>> 0;
  });
}

/** Converts fixed-point numbers, or a sum of them, to values. Inverse of {@link toFixedPoint}. */
export function fromFixedPoint(values: Uint32Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(values, (value) => (value | 0) / scale);
}
