import { AppError } from '#core/errors/error.ts';
import type { BufferPool } from './buffer-pool.ts';
import { HashWorkerClient } from './hash-worker-client.ts';
import type { PartialFileWriter } from '../store/file-store.ts';

/** The intermediate state of a hash. */
export interface HashCheckpoint {
  /** The number of hashed bytes, from the start of the file. */
  readonly at: number;
  readonly state: Uint8Array;
}

/**
 * The maximum bytes in memory that wait for the hash: the three ranges of 8 MiB that are fetched in parallel with the
 * first (`resumable-download.ts`).
 */
const maxEarlyBytes = 24 << 20;

/**
 * Computes the SHA-256 of a file whose chunks arrive in any order. Bytes are hashed in order. Early bytes wait in
 * memory; beyond `maxEarlyBytes`, they are read again from disk. The creator closes the hash.
 */
export class InOrderHash {
  readonly #worker: HashWorkerClient;
  readonly #pool: BufferPool;
  readonly #early = new Map<number, Uint8Array<ArrayBuffer>>();
  #earlyBytes = 0;
  #offset = 0;

  private constructor(pool: BufferPool) {
    this.#pool = pool;
    this.#worker = new HashWorkerClient(pool);
  }

  /**
   * Resumes from `saved`; if another build of the hash saved it, all bytes are hashed again.
   * @param pool receives the buffers of hashed bytes
   */
  static async from(saved: HashCheckpoint | null, pool: BufferPool): Promise<InOrderHash> {
    const hash = new InOrderHash(pool);
    const isLoaded = await hash.#worker.start(saved?.state ?? null);
    if (saved && isLoaded) hash.#offset = saved.at;
    return hash;
  }

  /**
   * Hashes `bytes` immediately or, if earlier bytes are missing, later. The hash takes ownership of them.
   * @param bytes from offset `start` of the file; already written to the part, from which they may be read again
   */
  async add(bytes: Uint8Array<ArrayBuffer>, start: number): Promise<void> {
    const { byteLength } = bytes.buffer;
    if (start === this.#offset) {
      await this.#hash(bytes);
      await this.#hashEarly();
    } else if (start > this.#offset && this.#earlyBytes + byteLength <= maxEarlyBytes) {
      this.#early.set(start, bytes);
      this.#earlyBytes += byteLength;
    } else {
      this.#pool.give(bytes.buffer);
    }
  }

  /**
   * Hashes at most `limit` bytes of the part, up to `end`.
   * @returns whether all bytes before `end` are hashed
   * @throws AppError storage-failed
   */
  async catchUp(part: PartialFileWriter, end: number, limit: number): Promise<boolean> {
    for (let remaining = limit; remaining > 0 && this.#offset < end;) {
      if (this.#early.has(this.#offset)) {
        await this.#hashEarly(); // a chunk can become contiguous while another call waits for the hash
        continue;
      }
      const readEnd = Math.min(end, ...[...this.#early.keys()].filter((start) => start > this.#offset));
      const buffer = this.#pool.take();
      const chunk = new Uint8Array(buffer, 0, Math.min(remaining, buffer.byteLength, readEnd - this.#offset));
      const read = part.read(chunk, this.#offset);
      // If the quota has decreased, writes beyond it report success.
      if (read === 0) {
        throw new AppError('storage-failed', { reason: 'disk-full' });
      }
      remaining -= read;
      await this.#hash(chunk.subarray(0, read));
      await this.#hashEarly();
    }
    return this.#offset >= end;
  }

  /** Sends the bytes before awaiting anything, so concurrent calls stay in order. */
  #hash(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#offset += bytes.length;
    return this.#worker.update(bytes);
  }

  async #hashEarly(): Promise<void> {
    for (let next = this.#early.get(this.#offset); next; next = this.#early.get(this.#offset)) {
      this.#early.delete(this.#offset);
      this.#earlyBytes -= next.buffer.byteLength;
      await this.#hash(next);
    }
  }

  async save(): Promise<HashCheckpoint> {
    const offset = this.#offset;
    return { at: offset, state: await this.#worker.save() };
  }

  /** Finishes the hash and returns it in lower-case hexadecimal. */
  finish(): Promise<string> {
    return this.#worker.finish();
  }

  close(): void {
    this.#worker.close();
  }
}
