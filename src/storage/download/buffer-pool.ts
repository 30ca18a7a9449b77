/**
 * Reuses the buffers of a download: each one is filled, written to disk, hashed, and filled again. Without reuse,
 * hundreds of megabytes accumulate before the garbage collector runs.
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

  /** The pool takes ownership of `buffer` and drops it if its size is not the pool's. */
  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength === this.#bufferBytes) this.#free.push(buffer);
  }
}
