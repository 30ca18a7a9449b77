import { AppError } from '#core/error.ts';
import type { BufferPool } from './buffer-pool.ts';
import { HashThread } from './hash-thread.ts';
import type { PartWriter } from './file-store.ts';

/** The state of a hash in the middle of a file. */
export interface HashCheckpoint {
  /** Bytes hashed so far, from the start of the file. */
  readonly at: number;
  readonly state: Uint8Array;
}

/**
 * Bytes held in memory until they can be hashed: three ranges of 8 MiB, those fetched in parallel to the first
 * (`download.ts`).
 */
const maxEarlyBytes = 24 << 20;

/**
 * SHA-256 of a file whose parts arrive in any order. It follows the contiguous bytes from the start; bytes that arrive
 * early wait in memory, and beyond `maxEarlyBytes` are read back from the disk. The creator closes it.
 */
export class InOrderHash {
  readonly #thread: HashThread;
  readonly #pool: BufferPool;
  readonly #early = new Map<number, Uint8Array<ArrayBuffer>>();
  #earlyBytes = 0;
  #at = 0;

  private constructor(pool: BufferPool) {
    this.#pool = pool;
    this.#thread = new HashThread(pool);
  }

  /**
   * Resumes from `saved`; where another build of the hash saved it, the bytes are read again from the start.
   * @param pool gets back the buffers of hashed bytes
   */
  static async from(saved: HashCheckpoint | null, pool: BufferPool): Promise<InOrderHash> {
    const hash = new InOrderHash(pool);
    const isLoaded = await hash.#thread.start(saved?.state ?? null);
    if (saved && isLoaded) hash.#at = saved.at;
    return hash;
  }

  /**
   * Ownership of `bytes` passes to the hash.
   * @param bytes the file's from offset `start` on; written to the part already, from where they may be read again
   */
  async take(bytes: Uint8Array<ArrayBuffer>, start: number): Promise<void> {
    const { byteLength } = bytes.buffer;
    if (start === this.#at) {
      await this.#hash(bytes);
      await this.#hashEarly();
    } else if (start > this.#at && this.#earlyBytes + byteLength <= maxEarlyBytes) {
      this.#early.set(start, bytes);
      this.#earlyBytes += byteLength;
    } else {
      this.#pool.give(bytes.buffer);
    }
  }

  /**
   * Reads back at most `limit` bytes of the part, up to `frontier`.
   * @returns whether all bytes before `frontier` are hashed
   * @throws AppError storage-failed
   */
  async catchUp(part: PartWriter, frontier: number, limit: number): Promise<boolean> {
    for (let left = limit; left > 0 && this.#at < frontier;) {
      if (this.#early.has(this.#at)) {
        await this.#hashEarly(); // a chunk may become contiguous while another call waits for the hash
        continue;
      }
      const until = Math.min(frontier, ...[...this.#early.keys()].filter((start) => start > this.#at));
      const buffer = this.#pool.take();
      const bite = new Uint8Array(buffer, 0, Math.min(left, buffer.byteLength, until - this.#at));
      const read = part.read(bite, this.#at);
      // Happens where the quota has shrunk: writes beyond it report success.
      if (read === 0) {
        throw new AppError('storage-failed', { reason: 'disk-full' });
      }
      left -= read;
      await this.#hash(bite.subarray(0, read));
      await this.#hashEarly();
    }
    return this.#at >= frontier;
  }

  /** Sends the bytes before it awaits anything, so that concurrent calls keep their order. */
  #hash(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#at += bytes.length;
    return this.#thread.update(bytes);
  }

  async #hashEarly(): Promise<void> {
    for (let next = this.#early.get(this.#at); next; next = this.#early.get(this.#at)) {
      this.#early.delete(this.#at);
      this.#earlyBytes -= next.buffer.byteLength;
      await this.#hash(next);
    }
  }

  async save(): Promise<HashCheckpoint> {
    const at = this.#at;
    return { at, state: await this.#thread.save() };
  }

  /** Ends the hash. Lower-case hexadecimal. */
  hex(): Promise<string> {
    return this.#thread.hex();
  }

  close(): void {
    this.#thread.close();
  }
}
