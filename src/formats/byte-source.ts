import type { ByteSource } from '#core/model.ts';

/** Bytes on hand as a source. The bytes stay the caller's; `arrayBuffer` copies, as a Blob's does. */
export function sourceOf(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    size: bytes.length,
    slice: (start, end) => sourceOf(bytes.subarray(start, end)),
    arrayBuffer: () => Promise.resolve(bytes.slice().buffer),
  };
}
