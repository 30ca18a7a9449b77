import { createSHA256, type IHasher } from 'hash-wasm';
import { AppError } from '#core/error.ts';
import type { OpenPart } from './place.ts';

/** A hash in mid-file, to go on from. */
export interface SavedHash {
  readonly at: number;
  readonly state: Uint8Array;
}

const bite = new Uint8Array(1 << 20);

/**
 * SHA-256 of a file whose parts arrive in any order: follows the unbroken run of bytes from the start, taking what
 * arrives there as it comes and reading back from the disk what came before its turn.
 */
export class FrontierHash {
  readonly #hasher: IHasher;
  #at = 0;

  private constructor(hasher: IHasher) {
    this.#hasher = hasher;
  }

  /** A state that another build of the hash saved is not taken: the bytes are read again from the start. */
  static async from(saved: SavedHash | null): Promise<FrontierHash> {
    const hash = new FrontierHash((await createSHA256()).init());
    try {
      if (saved) {
        hash.#hasher.load(saved.state);
        hash.#at = saved.at;
      }
    } catch {
      hash.#hasher.init();
    }
    return hash;
  }

  /** How far the hash has come. */
  get at(): number {
    return this.#at;
  }

  /** `bytes` were written at `start`; whole only where they continue the run. */
  take(bytes: Uint8Array, start: number): void {
    if (start !== this.#at) return;
    this.#hasher.update(bytes);
    this.#at += bytes.length;
  }

  /** Reads back at most `limit` bytes towards `frontier`. Returns whether it is there. @throws AppError storage-failed */
  catchUp(part: OpenPart, frontier: number, limit: number): boolean {
    for (let left = Math.min(limit, frontier - this.#at); left > 0;) {
      const read = part.read(bite.subarray(0, Math.min(left, bite.length)), this.#at);
      // Seen where the quota shrank meanwhile: writes past it report success.
      if (read === 0)
        throw new AppError('storage-failed', { why: 'the disk is full: not all that was written is there' });
      this.#hasher.update(bite.subarray(0, read));
      this.#at += read;
      left -= read;
    }
    return this.#at >= frontier;
  }

  save(): SavedHash {
    return { at: this.#at, state: this.#hasher.save() };
  }

  /** Ends the hash. */
  hex(): string {
    return this.#hasher.digest();
  }
}
