import { delay } from '#core/delay.ts';
import { BufferPool } from './buffer-pool.ts';
import { InOrderHash, type HashCheckpoint } from './in-order-hash.ts';
import type { PartialFileWriter } from '../store/file-store.ts';
import { countCoveredBytes, findContiguousEnd, addRange, type Range } from './ranges.ts';

/** Maximum size of a chunk. Measured: 256 KiB takes 10 MB more memory; 1 MiB takes longer. */
const bufferBytes = 512 << 10;
/**
 * Bytes after which the part is flushed to disk, in parallel with the hash. Measured: a fast download that is flushed
 * only at its end spends a seventh of its time waiting for the disk.
 */
const flushBytes = 8 << 20;
/**
 * Maximum bytes that the hash reads back after each received chunk, so neither blocks the other. Heuristic, not
 * measured.
 */
const readBackBytes = 4 << 20;

/** The received ranges of a file, and the state of its hash. Structured-cloneable. */
export interface PartialFileState {
  readonly ranges: readonly Range[];
  readonly hash: HashCheckpoint | null;
}

/** A file being downloaded: an open part, and the hash of its bytes so far. The creator closes it. */
export class PartialFile {
  /** Buffers for the chunks of this file, returned to the pool once they are hashed. */
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

  /** @param saved the state of an earlier attempt whose bytes are in the part */
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
   * Flushes the part and returns the state from which to resume later.
   * @throws AppError storage-failed
   */
  async save(): Promise<PartialFileState> {
    this.#flush();
    // Read both before awaiting anything: the ranges must include all hashed bytes.
    const [ranges, saving] = [this.#ranges, this.#hash.save()];
    return { ranges, hash: await saving };
  }

  /**
   * Finishes the hash and returns it in lower-case hexadecimal. `ranges` is empty afterwards: nothing is left to resume.
   * @throws AppError aborted | storage-failed
   */
  async end(signal: AbortSignal): Promise<string> {
    this.#flush();
    while (!(await this.#hash.catchUp(this.#part, this.bytes, 16 * readBackBytes))) {
      await delay(0, signal); // yields, so an abort can arrive
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
