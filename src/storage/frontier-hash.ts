import { AppError } from '#core/error.ts';
import { HashThread } from './hash-thread.ts';
import type { OpenPart } from './place.ts';

/** A hash in mid-file, to go on from. */
export interface SavedHash {
  readonly at: number;
  readonly state: Uint8Array;
}

const biteBytes = 1 << 20;

/**
 * SHA-256 of a file whose parts arrive in any order: follows the unbroken run of bytes from the start, taking what
 * arrives there as it comes and reading back from the disk what came before its turn. Whoever makes it closes it.
 */
export class FrontierHash {
  readonly #thread = new HashThread();
  #at = 0;

  /** A state that another build of the hash saved is not taken: the bytes are read again from the start. */
  static async from(saved: SavedHash | null): Promise<FrontierHash> {
    const hash = new FrontierHash();
    const isLoaded = await hash.#thread.start(saved?.state ?? null);
    if (saved && isLoaded) hash.#at = saved.at;
    return hash;
  }

  /** `bytes`, which lie at `start`, are moved to the hash where they continue the run, and left alone elsewhere. */
  async take(bytes: Uint8Array<ArrayBuffer>, start: number): Promise<void> {
    if (start !== this.#at) return;
    this.#at += bytes.length;
    await this.#thread.update(bytes);
  }

  /** Reads back at most `limit` bytes towards `frontier`. Returns whether it is there. @throws AppError storage-failed */
  async catchUp(part: OpenPart, frontier: number, limit: number): Promise<boolean> {
    for (let left = limit; left > 0 && this.#at < frontier;) {
      const bite = new Uint8Array(Math.min(left, biteBytes, frontier - this.#at));
      const read = part.read(bite, this.#at);
      // Seen where the quota shrank meanwhile: writes past it report success.
      if (read === 0) {
        throw new AppError('storage-failed', { why: 'the disk is full: not all that was written is there' });
      }
      left -= read;
      await this.take(bite.subarray(0, read), this.#at);
    }
    return this.#at >= frontier;
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
