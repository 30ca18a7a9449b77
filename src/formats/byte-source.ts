import type { ByteSource } from '#core/model/model.ts';

/**
 * Wraps bytes in memory, which remain owned by the caller; `arrayBuffer` returns a copy, like that of a Blob.
 */
export function toByteSource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    size: bytes.length,
    slice: (start, end) => toByteSource(bytes.subarray(start, end)),
    arrayBuffer: () => Promise.resolve(bytes.slice().buffer),
  };
}
