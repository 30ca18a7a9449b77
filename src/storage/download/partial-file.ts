import { delay } from '#core/delay.ts';
import { BufferPool } from './buffer-pool.ts';
import { InOrderHash, type HashCheckpoint } from './in-order-hash.ts';
import type { PartialFileWriter } from '../store/file-store.ts';
import { countCoveredBytes, findContiguousEnd, addRange, type Range } from './ranges.ts';

/** The maximum size of a chunk. Measured: 256 KiB needs 10 MB more memory; 1 MiB takes longer. */
const bufferBytes = 512 << 10;
/**
 * The number of bytes after which the part is flushed to disk, in parallel with the hash. Measured: a fast download
 * that is flushed only at its end waits for the disk for a seventh of its time.
 */
const flushBytes = 8 << 20;
/**
 * The maximum bytes that the hash reads from the part after each received chunk, so neither blocks the other.
 * Heuristic, not measured.
 */
const readBackBytes = 4 << 20;

/** The received ranges of a file, and the state of its hash. Structured-cloneable. */
export interface PartialFileState {
  readonly ranges: readonly Range[];
  readonly hash: HashCheckpoint | null;
}

/** A file during its download: an open part, and the hash of its received bytes. The creator closes it. */
export class PartialFile {
  /** The buffers for the chunks of this file, which return to the pool after hashing. */
  readonly pool: BufferPool;
  readonly #part: PartialFileWriter;
  #hash: InOrderHash;
  #ranges: readonly Range[];
  #unflushedBytes = 0;

  private constructor(part: PartialFileWriter, pool: BufferPool, hash: InOrderHash, ranges: readonly Range[]) {
    this.#part = part;
    this.pool = pool;
    this.#hash = hash;
    this.#ranges = ranges;
  }

  /**
   * Opens a part for download.
   * @param saved the state of an earlier attempt whose bytes are in the part
   */
  static async from(part: PartialFileWriter, saved: PartialFileState | null): Promise<PartialFile> {
    const pool = new BufferPool(bufferBytes);
    return new PartialFile(part, pool, await InOrderHash.from(saved?.hash ?? null, pool), saved?.ranges ?? []);
  }

  get ranges(): readonly Range[] {
    return this.#ranges;
  }

  get bytes(): number {
    return countCoveredBytes(this.#ranges);
  }

  /**
   * Writes a chunk to the part. The hash takes ownership of the chunk.
   * @throws AppError storage-failed
   */
  async write(chunk: Uint8Array<ArrayBuffer>, offset: number): Promise<void> {
    this.#part.write(chunk, offset);
    this.#unflushedBytes += chunk.length;
    if (this.#unflushedBytes >= flushBytes) this.#flush();
    this.#ranges = addRange(this.#ranges, [offset, offset + chunk.length]);
    await this.#hash.add(chunk, offset);
    await this.#hash.catchUp(this.#part, findContiguousEnd(this.#ranges), readBackBytes);
  }

  /**
   * Flushes the part and returns the state to resume from.
   * @throws AppError storage-failed
   */
  async save(): Promise<PartialFileState> {
    this.#flush();
    // Both are read without an `await` between them, because the ranges must include all hashed bytes.
    const [ranges, saving] = [this.#ranges, this.#hash.save()];
    return { ranges, hash: await saving };
  }

  /**
   * Finishes the hash and returns it in lower-case hexadecimal. Afterwards `ranges` is empty, because there is nothing
   * to resume.
   * @throws AppError aborted | storage-failed
   */
  async finish(signal: AbortSignal): Promise<string> {
    this.#flush();
    while (!(await this.#hash.catchUp(this.#part, this.bytes, 16 * readBackBytes))) {
      await delay(0, signal); // yields to the event loop, so that an abort can arrive
    }
    const sha256 = await this.#hash.finish();
    this.#ranges = [];
    return sha256;
  }

  async startOver(): Promise<void> {
    this.#part.truncate(0);
    this.#ranges = [];
    this.#hash.close();
    this.#hash = await InOrderHash.from(null, this.pool);
  }

  #flush(): void {
    this.#part.flush();
    this.#unflushedBytes = 0;
  }

  close(): void {
    this.#hash.close();
  }
}
