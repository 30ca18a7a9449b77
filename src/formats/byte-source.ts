import type { ByteSource } from '#core/model.ts';

/** A source over bytes in memory. They stay the caller's; `arrayBuffer` returns a copy, as a Blob's does. */
export function sourceOf(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    size: bytes.length,
    slice: (start, end) => sourceOf(bytes.subarray(start, end)),
    arrayBuffer: () => Promise.resolve(bytes.slice().buffer),
  };
}
