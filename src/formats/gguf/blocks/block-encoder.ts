import { toFloat16 } from '#core/encoding/float16.ts';

/** Encodes one block of a ggml type from `values` at `from` to `bytes` at `offset`, which must be 0. */
export type BlockEncoder = (values: Float32Array, from: number, bytes: Uint8Array, offset: number) => void;

/** Writes the nearest binary16 number. */
export function writeFloat16(bytes: Uint8Array, offset: number, value: number): void {
  const encoded = toFloat16(value);
  bytes[offset] = encoded & 255;
  bytes[offset + 1] = encoded >> 8;
}

/**
 * Rounds a float32 half to even, like `nearest_int` of ggml-quants.c.
 * @param value below 2^22
 */
export function roundHalfToEven(value: number): number {
  return Math.fround(value + 12_582_912) - 12_582_912;
}

export function clamp(value: number, min: number, max: number): number {
  return value < min ? min : value > max ? max : value;
}
