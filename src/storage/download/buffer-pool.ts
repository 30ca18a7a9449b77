/**
 * Reuses the buffers of a download: each is filled, written to disk, hashed, and filled again. Otherwise, hundreds of
 * megabytes would accumulate before garbage collection.
 */
export class BufferPool {
  readonly #free: ArrayBuffer[] = [];
  readonly #bufferBytes: number;

  constructor(bufferBytes: number) {
    this.#bufferBytes = bufferBytes;
  }

  take(): ArrayBuffer {
    return this.#free.pop() ?? new ArrayBuffer(this.#bufferBytes);
  }

  /** Returns a buffer to the pool, which takes ownership and discards it if its size is not the pool's. */
  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength === this.#bufferBytes) this.#free.push(buffer);
  }
}
