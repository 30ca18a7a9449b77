import { AppError } from '#core/errors/error.ts';
import type { PartialFileWriter, FileStore } from './file-store.ts';

/** The growth factor of a full buffer. Heuristic, not measured. */
const growthFactor = 1.5;

/**
 * Creates a file store in memory, for browsers without the origin private file system. Its content is lost when the
 * worker ends.
 */
export function createMemoryFileStore(): FileStore {
  const files = new Map<string, Blob>();
  const partial = new Map<string, MemoryPartialFile>();
  return {
    id: 'memory',
    async openPartialFile(name) {
      const part = partial.get(name) ?? new MemoryPartialFile();
      partial.set(name, part);
      return part;
    },
    async commit(name, sha256) {
      const part = partial.get(name);
      if (!part) throw new AppError('internal', { why: `there is no part ${name}` });
      if (!files.has(sha256)) files.set(sha256, new Blob([part.content()]));
      partial.delete(name);
    },
    discardPart: async (name) => void partial.delete(name),
    listParts: async () => [...partial.keys()],
    openFile: async (sha256) => files.get(sha256) ?? null,
    listFiles: async () => [...files].map(([sha256, { size }]) => ({ sha256, sizeBytes: size })),
    remove: async (sha256) => void files.delete(sha256),
  };
}

class MemoryPartialFile implements PartialFileWriter {
  #bytes = new Uint8Array(0);
  #size = 0;

  write(bytes: Uint8Array, offset: number): void {
    const end = offset + bytes.length;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(bytes, offset);
    this.#size = Math.max(this.#size, end);
  }

  read(into: Uint8Array, offset: number): number {
    const bytes = this.#bytes.subarray(offset, Math.min(this.#size, offset + into.length));
    into.set(bytes);
    return bytes.length;
  }

  size(): number {
    return this.#size;
  }

  truncate(sizeBytes: number): void {
    if (sizeBytes > this.#bytes.length) this.#grow(sizeBytes);
    this.#bytes.fill(0, sizeBytes);
    this.#size = sizeBytes;
  }

  flush(): void {} // there is no disk

  close(): void {}

  content(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#size);
  }

  #grow(sizeBytes: number): void {
    try {
      const grown = new Uint8Array(Math.max(sizeBytes, Math.ceil(this.#bytes.length * growthFactor)));
      grown.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = grown;
    } catch (thrown) {
      throw new AppError('out-of-memory', { needBytes: sizeBytes, why: String(thrown) }, { cause: thrown });
    }
  }
}
