import { BufferPool } from './buffer-pool.ts';
import { FrontierHash, type SavedHash } from './frontier-hash.ts';
import { pause } from './pause.ts';
import type { OpenPart } from './place.ts';
import { coveredBytes, frontierOf, withRange, type Range } from './ranges.ts';

/** As much as a browser hands on at a time. By measure: with 256 kB, memory grows by 10 MB more; 1 MB takes longer. */
const bufferBytes = 512 << 10;
/**
 * Bytes sent to the disk at a time, while the hash has as many still to do (`hash-thread.ts`). By measure, a fast
 * download would wait a seventh of its time for the disk if all of them were left for its end.
 */
const flushBytes = 8 << 20;
/** What the hash reads back at most for each chunk that arrives, so that neither holds up the other. */
const readBackBytes = 4 << 20;

/** Which bytes of a file are in its part, and the hash up to where they are unbroken. Plain structured data. */
export interface SavedFile {
  readonly ranges: readonly Range[];
  readonly hash: SavedHash | null;
}

/** A file that is not whole yet: its bytes in an open part, and the hash that follows them. Whoever makes it closes it. */
export class PartialFile {
  /** For the bodies of answers: chunks in its buffers come back to it once they are hashed. */
  readonly pool: BufferPool;
  readonly #part: OpenPart;
  #hash: FrontierHash;
  #ranges: readonly Range[];
  #unflushedBytes = 0;

  private constructor(part: OpenPart, pool: BufferPool, hash: FrontierHash, ranges: readonly Range[]) {
    this.#part = part;
    this.pool = pool;
    this.#hash = hash;
    this.#ranges = ranges;
  }

  /** @param saved Of an earlier try; the part holds its bytes. */
  static async from(part: OpenPart, saved: SavedFile | null): Promise<PartialFile> {
    const pool = new BufferPool(bufferBytes);
    return new PartialFile(part, pool, await FrontierHash.from(saved?.hash ?? null, pool), saved?.ranges ?? []);
  }

  get ranges(): readonly Range[] {
    return this.#ranges;
  }

  get bytes(): number {
    return coveredBytes(this.#ranges);
  }

  /** Puts a chunk where it belongs and moves it on to the hash. @throws AppError storage-failed */
  async write(chunk: Uint8Array<ArrayBuffer>, at: number): Promise<void> {
    this.#part.write(chunk, at);
    this.#unflushedBytes += chunk.length;
    if (this.#unflushedBytes >= flushBytes) this.#flush();
    this.#ranges = withRange(this.#ranges, [at, at + chunk.length]);
    await this.#hash.take(chunk, at);
    await this.#hash.catchUp(this.#part, frontierOf(this.#ranges), readBackBytes);
  }

  /** What it names is on the disk by then. @throws AppError storage-failed */
  async save(): Promise<SavedFile> {
    this.#flush();
    // Taken together, before anything is waited for: what the hash has seen must be among the ranges.
    const [ranges, saving] = [this.#ranges, this.#hash.save()];
    return { ranges, hash: await saving };
  }

  /**
   * The sha256 of the whole, in lower-case hexadecimal. Its ranges are empty from then on: there is nothing to continue.
   * @throws AppError aborted | storage-failed
   */
  async end(signal: AbortSignal): Promise<string> {
    this.#flush();
    while (!(await this.#hash.catchUp(this.#part, this.bytes, 16 * readBackBytes))) {
      await pause(0, signal); // a stop is heard in between
    }
    const sha256 = await this.#hash.hex();
    this.#ranges = [];
    return sha256;
  }

  async startOver(): Promise<void> {
    this.#part.truncate(0);
    this.#ranges = [];
    this.#hash.close();
    this.#hash = await FrontierHash.from(null, this.pool);
  }

  #flush(): void {
    this.#part.flush();
    this.#unflushedBytes = 0;
  }

  close(): void {
    this.#hash.close();
  }
}
