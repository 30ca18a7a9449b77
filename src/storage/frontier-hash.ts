import { AppError } from '#core/error.ts';
import type { BufferPool } from './buffer-pool.ts';
import { HashThread } from './hash-thread.ts';
import type { OpenPart } from './place.ts';

/** A hash in mid-file, to go on from. */
export interface SavedHash {
  readonly at: number;
  readonly state: Uint8Array;
}

/** Chunks kept in memory until their turn: the parts that run ahead of the first, and no more. */
const maxEarlyBytes = 24 << 20;

/**
 * SHA-256 of a file whose parts arrive in any order: follows the unbroken run of bytes from the start, taking what
 * comes early from memory, or back from the disk where it would be too much. Whoever makes it closes it.
 */
export class FrontierHash {
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
   * A state that another build of the hash saved is not taken: the bytes are read again from the start.
   * @param pool Gets the buffers back that were hashed.
   */
  static async from(saved: SavedHash | null, pool: BufferPool): Promise<FrontierHash> {
    const hash = new FrontierHash(pool);
    const isLoaded = await hash.#thread.start(saved?.state ?? null);
    if (saved && isLoaded) hash.#at = saved.at;
    return hash;
  }

  /** `bytes`, which lie at `start` and on the disk, are the hash's from here on. */
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

  /** Reads back at most `limit` bytes towards `frontier`. Returns whether it is there. @throws AppError storage-failed */
  async catchUp(part: OpenPart, frontier: number, limit: number): Promise<boolean> {
    for (let left = limit; left > 0 && this.#at < frontier;) {
      if (this.#early.has(this.#at)) {
        await this.#hashEarly(); // a chunk's turn can come while another call waits for the hash
        continue;
      }
      const until = Math.min(frontier, ...[...this.#early.keys()].filter((start) => start > this.#at));
      const buffer = this.#pool.take();
      const bite = new Uint8Array(buffer, 0, Math.min(left, buffer.byteLength, until - this.#at));
      const read = part.read(bite, this.#at);
      // Seen where the quota shrank meanwhile: writes past it report success.
      if (read === 0) {
        throw new AppError('storage-failed', { why: 'the disk is full: not all that was written is there' });
      }
      left -= read;
      await this.#hash(bite.subarray(0, read));
      await this.#hashEarly();
    }
    return this.#at >= frontier;
  }

  /** Nothing is waited for before the bytes are on their way, so calls at the same time keep their order. */
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

  async save(): Promise<SavedHash> {
    const at = this.#at;
    return { at, state: await this.#thread.save() };
  }

  /** Ends the hash. */
  hex(): Promise<string> {
    return this.#thread.hex();
  }

  close(): void {
    this.#thread.close();
  }
}
