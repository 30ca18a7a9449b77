/**
 * Reuses the buffers of a download: each is read into, written to the disk, hashed, and read into again. Left to the
 * garbage collector, hundreds of megabytes of them pile up before it runs.
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
