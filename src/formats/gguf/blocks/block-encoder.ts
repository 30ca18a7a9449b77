import { toFloat16 } from '#core/encoding/float16.ts';

/** Encodes one block of a ggml type: from `values` at `from` to `bytes` at `offset`, which are 0. */
export type BlockEncoder = (values: Float32Array, from: number, bytes: Uint8Array, offset: number) => void;

/** Writes the nearest binary16 number. */
export function setHalf(bytes: Uint8Array, offset: number, value: number): void {
  const half = toFloat16(value);
  bytes[offset] = half & 255;
  bytes[offset + 1] = half >> 8;
}

/**
 * Rounds a float32 half to even, as `nearest_int` of ggml-quants.c does.
 * @param value below 2^22
 */
export function roundHalfToEven(value: number): number {
  return Math.fround(value + 12_582_912) - 12_582_912;
}

export function clamp(value: number, min: number, max: number): number {
  return value < min ? min : value > max ? max : value;
}
