import type { ByteSource } from '#core/model/model.ts';
import { hashBytes } from './files/model-files.ts';

/** The maximum size of sources for the browser's hash, which is faster but needs all bytes in memory. */
const maxWholeBytes = 32 << 20;
const chunkBytes = 8 << 20;

/**
 * Computes the SHA-256 of a source, in lower-case hexadecimal. Reads a large source chunk by chunk, so memory use does
 * not grow with its size.
 * @throws the error of the source, such as a DOMException of a file that was moved, or the reason of the signal
 */
export async function hashSource(source: ByteSource, signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted();
  if (source.size <= maxWholeBytes) return hashBytes(new Uint8Array(await source.arrayBuffer()));
  const hasher = await (await import('hash-wasm')).createSHA256();
  for (let offset = 0; offset < source.size; offset += chunkBytes) {
    signal?.throwIfAborted();
    hasher.update(new Uint8Array(await source.slice(offset, offset + chunkBytes).arrayBuffer()));
  }
  return hasher.digest();
}
