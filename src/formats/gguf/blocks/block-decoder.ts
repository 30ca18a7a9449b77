import { fromFloat16 } from '#core/encoding/float16.ts';

/**
 * Decodes one block of a ggml type: from `bytes` at `offset` to `values` at `to`. The layouts follow the structs
 * `block_*` in ggml-common.h.
 */
export type BlockDecoder = (bytes: Uint8Array, offset: number, values: Float32Array, to: number) => void;

/** Reads the binary16 number at `offset`. */
export function readFloat16(bytes: Uint8Array, offset: number): number {
  return fromFloat16(bytes[offset]! | (bytes[offset + 1]! << 8));
}
