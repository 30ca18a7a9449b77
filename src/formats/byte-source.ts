import type { ByteSource } from '#core/model/model.ts';

/**
 * A source over bytes in memory, which remain owned by the caller; `arrayBuffer` returns a copy, as a Blob does.
 */
export function toByteSource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    size: bytes.length,
    slice: (start, end) => toByteSource(bytes.subarray(start, end)),
    arrayBuffer: () => Promise.resolve(bytes.slice().buffer),
  };
}
