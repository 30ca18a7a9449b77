import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';

/** The content of a file as a sequence of parts, each in memory or in another file. */
export type FileParts = readonly (Uint8Array | ByteSource)[];

/** Bytes per read from another file. */
const chunkBytes = 4 * 1024 * 1024;

/** Sums the bytes of all parts. */
export function sumPartSizes(parts: FileParts): number {
  return parts.reduce((sum, part) => sum + getPartSize(part), 0);
}

/** Returns the size of a part in bytes. */
export function getPartSize(part: Uint8Array | ByteSource): number {
  return part instanceof Uint8Array ? part.length : part.size;
}

/** Reads the bytes of the file in order. Chunks of parts in memory are views: do not transfer their buffers. */
export async function* readChunks(parts: FileParts): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Uint8Array) yield part;
    else
      for (let start = 0; start < part.size; start += chunkBytes)
        yield new Uint8Array(await part.slice(start, Math.min(start + chunkBytes, part.size)).arrayBuffer());
  }
}

/** Reads the complete file into a new array. */
export async function readParts(parts: FileParts): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(sumPartSizes(parts));
  let offset = 0;
  for await (const chunk of readChunks(parts)) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * Copies the parts of a file that is in memory into a new array.
 * @throws AppError internal if a part is in another file: use {@link readParts} then
 */
export function joinParts(parts: FileParts): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sumPartSizes(parts));
  let offset = 0;
  for (const part of parts) {
    if (!(part instanceof Uint8Array)) throw new AppError('internal', { why: 'a part of the file is not in memory' });
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
