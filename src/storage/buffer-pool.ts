/**
 * Reuses the buffers of a download: each is read into, written to the disk, hashed, and read into again. Without reuse,
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

  /** Ownership of `buffer` passes to the pool, which drops buffers of any other size than its own. */
  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength === this.#bufferBytes) this.#free.push(buffer);
  }
}
