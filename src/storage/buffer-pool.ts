/**
 * Buffers that go round in a download: read into, written from, hashed, and read into again. Left to the garbage
 * collector, hundreds of megabytes of them pile up before it comes.
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

  /** The buffer is the pool's from here on. One that came from elsewhere is let go. */
  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength === this.#bufferBytes) this.#free.push(buffer);
  }
}
