import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { DownloadProgress, DownloadRequest } from '#core/model/stored-model.ts';
import { delay } from '#core/delay.ts';
import { readBodyChunks } from './body-chunks.ts';
import { parseRangeResponse, type ResponseRange } from './content-range.ts';
import { PartialFile, type PartialFileState } from './partial-file.ts';
import type { PartialFileWriter } from '../store/file-store.ts';
import { listMissingRanges, type Range } from './ranges.ts';
import { RateMeter } from './rate-meter.ts';
import { request } from './http-request.ts';

/**
 * The rate below which ranges are fetched in parallel, because the server may limit each connection. Heuristic, not
 * measured. On a fast connection, parallel ranges were slower: 220 vs 270 MB/s, measured on loopback with 2 cores.
 */
const fastBytesPerS = 100e6;
/** The time for the first connection to reach that rate. Heuristic, not measured. */
const rampUpMs = 1000;
/**
 * The bytes per range, and the number of parallel ranges. Heuristic, not measured: with small ranges, few bytes wait
 * for the hash.
 */
const rangeBytes = 8 << 20;
const parallelRanges = 4;
/** The intervals between checkpoints, and between progress reports. Heuristic, not measured. */
const checkpointMs = 1000;
const progressMs = 100;
/**
 * The number of consecutive attempts without a received byte after which a download fails. The delay before the second
 * attempt is doubled for each further attempt, to 15.5 s in total. Heuristic, not measured.
 */
const maxAttempts = 6;
const firstDelayMs = 500;
/** The number of changes of the file on its server after which the download fails. Heuristic, not measured. */
const maxChanges = 3;

/** The state to resume a download after a failed connection, a reload or a terminated browser. Structured-cloneable. */
export interface Checkpoint extends PartialFileState {
  /** The strong ETag, which validates the next range requests. */
  readonly etag: string | null;
  /** The version of the file at the start of the download, if its server reports one. */
  readonly version: string | null;
  readonly sizeBytes: number | null;
}

interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** Stores the checkpoint, whose bytes are already on disk. */
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  /**
   * Receives the size when it is known, before bytes are written.
   * @throws AppError storage-failed
   */
  readonly checkQuota: (needBytes: number) => Promise<void>;
}

/** Indicates that the file on the server has changed since the start of its download. */
class FileChangedError extends Error {}

/** Downloads one file into an open part. */
export class Download {
  readonly #request: DownloadRequest;
  readonly #file: PartialFile;
  readonly #options: DownloadOptions;
  #rate = new RateMeter();
  #etag: string | null;
  #version: string | null;
  #sizeBytes: number | null;
  /** Whether to send `If-Range`, which CORS may block on another origin. */
  #usesIfRange = true;
  /** Whether to send `Range`. */
  #usesRange = true;
  #savedMs = 0;
  #reportedMs = 0;

  private constructor(
    target: DownloadRequest,
    file: PartialFile,
    options: DownloadOptions,
    checkpoint: Checkpoint | null,
  ) {
    this.#request = target;
    this.#file = file;
    this.#options = options;
    this.#etag = checkpoint?.etag ?? null;
    this.#version = checkpoint?.version ?? null;
    this.#sizeBytes = checkpoint?.sizeBytes ?? null;
  }

  /**
   * Downloads the missing bytes, and returns the hash and size of the whole file.
   * @param checkpoint of an earlier attempt, whose bytes the part contains
   * @throws AppError fetch-failed | access-denied | storage-failed | model-corrupt | aborted. After `model-corrupt` the
   * bytes of the part are unusable; after any other error the download can resume from the last checkpoint.
   */
  static async run(
    target: DownloadRequest,
    part: PartialFileWriter,
    options: DownloadOptions,
    checkpoint: Checkpoint | null,
  ) {
    const file = await PartialFile.from(part, checkpoint);
    const download = new Download(target, file, options, checkpoint);
    try {
      return await download.#run();
    } catch (thrown) {
      // If the disk is full, the last stored checkpoint remains.
      if (file.ranges.length > 0) await download.#checkpoint().catch(() => {});
      throw thrown;
    } finally {
      file.close();
    }
  }

  async #run(): Promise<{ sha256: string; sizeBytes: number }> {
    if (this.#sizeBytes !== null) await this.#options.checkQuota(this.#sizeBytes - this.#file.bytes);
    for (let changes = 0; ; changes++) {
      try {
        await this.#fetchMissing();
        break;
      } catch (thrown) {
        if (!(thrown instanceof FileChangedError)) throw thrown;
        if (changes === maxChanges) throw this.#createFetchError({ reason: 'file-keeps-changing' });
        await this.#startOver();
      }
    }
    return this.#check();
  }

  async #fetchMissing(): Promise<void> {
    // A short range is requested first, because some servers answer a request for all bytes from 0 with the whole file
    // instead of a range.
    if (this.#sizeBytes === null) await this.#fetchRange([0, rangeBytes], this.#options.signal);
    const size = this.#sizeBytes;
    if (size === null) return; // the server has sent the whole file, without size or ranges
    await this.#fetchSequentially(size);
    const queue = listMissingRanges(this.#file.ranges, size, rangeBytes);
    const failure = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, failure.signal]);
    const work = async () => {
      try {
        for (let range = queue.shift(); range; range = queue.shift()) await this.#fetchRange(range, signal);
      } catch (thrown) {
        failure.abort(thrown); // later calls have no effect, so the first error is reported
      }
    };
    // Waits for all workers, so no request writes to the part afterwards.
    await Promise.all(Array.from({ length: parallelRanges }, work));
    if (failure.signal.aborted) throw failure.signal.reason;
  }

  /** Downloads the missing bytes over one connection, and stops early if it is slow. */
  async #fetchSequentially(size: number): Promise<void> {
    const startMs = performance.now();
    const isFast = () => performance.now() - startMs < rampUpMs || (this.#rate.bytesPerS ?? 0) > fastBytesPerS;
    for (const gap of listMissingRanges(this.#file.ranges, size, size)) {
      await this.#fetchRange(gap, this.#options.signal, isFast);
      if (!isFast()) return;
    }
  }

  /**
   * Downloads one range, over as many connections as necessary.
   * @param wantsMore called after every chunk; returns false to skip the rest of the range
   */
  async #fetchRange([start, end]: Range, signal: AbortSignal, wantsMore = () => true): Promise<void> {
    let index = start;
    for (let attempts = 1; ; attempts++) {
      try {
        await this.#receive([index, end], signal, (received) => {
          index = received;
          attempts = 1;
          return wantsMore();
        });
        return;
      } catch (thrown) {
        if (signal.aborted) throw new AppError('aborted', {}, { cause: thrown });
        if (thrown instanceof FileChangedError || !isConnectionError(thrown)) throw thrown;
        if (attempts >= maxAttempts) throw this.#createFetchError({ reason: 'connection-interrupted' }, thrown);
        // After two attempts without a byte, the server may reject the validator.
        if (attempts > 1) this.#usesIfRange = false;
        this.#report('retrying');
        await delay(firstDelayMs * 2 ** (attempts - 1), signal);
      }
    }
  }

  async #receive([start, end]: Range, signal: AbortSignal, onReceived: (offset: number) => boolean): Promise<void> {
    const { url } = this.#request;
    const headers: Record<string, string> = {};
    if (this.#usesRange) headers.Range = `bytes=${start}-${Math.min(end, this.#sizeBytes ?? end) - 1}`;
    if (this.#usesIfRange && this.#etag && this.#file.ranges.length > 0) headers['If-Range'] = this.#etag;
    const response = await request(url, { headers, signal, cache: 'no-store', onWait: () => this.#report('waiting') });
    const range = response.status === 416 ? this.#parseUnsatisfiableRange(response) : parseRangeResponse(response);
    if (!range) throw this.#createFetchError({ reason: 'content-range-invalid' });
    if (range.isPartial && (range.sizeBytes ?? this.#sizeBytes ?? this.#request.sizeBytes) === null) {
      await response.body?.cancel();
      if (!this.#usesRange) throw this.#createFetchError({ reason: 'content-length-missing' });
      this.#usesRange = false; // without a size, only the end of the whole file shows its completeness
      return this.#receive([start, end], signal, onReceived);
    }
    try {
      await this.#checkResponse(range, start);
    } catch (thrown) {
      await response.body?.cancel();
      throw thrown;
    }
    const stopAt = range.isPartial ? Math.min(end, this.#sizeBytes ?? end) : (this.#sizeBytes ?? Infinity);
    let position = range.start;
    const chunks = response.status === 416 ? [] : readBodyChunks(response, this.#file.pool);
    for await (const chunk of chunks) {
      if (position + chunk.length > stopAt)
        throw this.#createCorruptError({ reason: 'longer-than-declared', expectedBytes: stopAt });
      const next = position + chunk.length; // computed first, because writing transfers the chunk
      await this.#write(chunk, position);
      const wantsMore = onReceived((position = next));
      if (!wantsMore && range.isPartial) return;
    }
    if (!range.isPartial) this.#sizeBytes ??= position;
    if (position < Math.min(stopAt, this.#sizeBytes ?? stopAt)) throw new TypeError('the body ended early');
  }

  /** Parses a `416` response. A size of 0 means an empty file; any other size, a changed file. */
  #parseUnsatisfiableRange(response: Response): ResponseRange {
    if (/^bytes \*\/0$/.test(response.headers.get('Content-Range') ?? '')) {
      return { start: 0, sizeBytes: 0, isPartial: false, etag: null, version: null };
    }
    throw new FileChangedError();
  }

  /** Checks that a response belongs to the same file as the first response. */
  async #checkResponse(
    { start: responseStart, sizeBytes, isPartial, etag, version }: ResponseRange,
    start: number,
  ): Promise<void> {
    if (isPartial && responseStart !== start)
      throw this.#createFetchError({ reason: 'range-mismatch', actual: responseStart, expected: start });
    const isFirst = this.#file.ranges.length === 0 && this.#sizeBytes === null;
    const isSameSize = (sizeBytes ?? this.#sizeBytes) === this.#sizeBytes;
    // If the hash is known, a change is detected at the end; servers behind one address may report different dates.
    const isSame = this.#request.sha256 === null ? version === this.#version : etag === this.#etag;
    if (!isFirst && (!isPartial || !isSameSize || !isSame)) throw new FileChangedError();
    if (!isFirst) return;
    const expected = this.#request.sizeBytes;
    if (expected !== null && sizeBytes !== null && sizeBytes !== expected) {
      throw this.#createCorruptError({ reason: 'size-mismatch', actualBytes: sizeBytes, expectedBytes: expected });
    }
    this.#sizeBytes = sizeBytes ?? expected;
    this.#etag = etag;
    this.#version = version;
    if (this.#sizeBytes !== null) await this.#options.checkQuota(this.#sizeBytes);
  }

  async #write(chunk: Uint8Array<ArrayBuffer>, offset: number): Promise<void> {
    await this.#file.write(chunk, offset);
    const nowMs = performance.now();
    if (nowMs - this.#reportedMs > progressMs) this.#report(null);
    if (nowMs - this.#savedMs > checkpointMs) {
      this.#savedMs = nowMs;
      await this.#checkpoint();
    }
  }

  async #check(): Promise<{ sha256: string; sizeBytes: number }> {
    const sizeBytes = this.#file.bytes;
    this.#report('checking');
    const sha256 = await this.#file.finish(this.#options.signal);
    const expected = this.#request.sha256;
    if (expected !== null && sha256 !== expected) {
      throw this.#createCorruptError({ reason: 'hash-mismatch', actual: sha256, expected });
    }
    return { sha256, sizeBytes };
  }

  async #startOver(): Promise<void> {
    await this.#file.startOver();
    this.#rate = new RateMeter();
    this.#etag = null;
    this.#version = null;
    this.#sizeBytes = null;
    this.#report('started-over');
  }

  async #checkpoint(): Promise<void> {
    const [etag, version, sizeBytes] = [this.#etag, this.#version, this.#sizeBytes];
    await this.#options.save({ etag, version, sizeBytes, ...(await this.#file.save()) });
  }

  #report(notice: DownloadProgress['notice']): void {
    this.#reportedMs = performance.now();
    const receivedBytes = this.#file.bytes;
    this.#rate.mark(receivedBytes, this.#reportedMs);
    const totalBytes = this.#sizeBytes ?? this.#request.sizeBytes;
    this.#options.onProgress({
      receivedBytes,
      totalBytes,
      bytesPerS: this.#rate.bytesPerS,
      remainingMs: totalBytes === null ? null : this.#rate.estimateRemainingMs(totalBytes - receivedBytes),
      notice,
    });
  }

  #createFetchError(facts: ErrorFacts, cause?: unknown): AppError {
    return new AppError('fetch-failed', { url: this.#request.url, ...facts }, { cause });
  }

  #createCorruptError(facts: ErrorFacts): AppError {
    return new AppError('model-corrupt', { format: this.#request.name, ...facts });
  }
}

/** Returns whether a connection failed or was not established, in contrast to a response with an error status. */
function isConnectionError(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'fetch-failed' && thrown.cause !== undefined;
  return thrown instanceof TypeError; // the error of `fetch` and of reading a body
}
