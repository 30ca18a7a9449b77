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
 * Above 100 MB/s one connection is used; below, ranges are fetched in parallel, in case the server limits each
 * connection. On a fast connection, parallel ranges were slower: 220 vs 270 MB/s, measured on loopback with 2 cores.
 * The limit itself is a heuristic.
 */
const fastBytesPerS = 100e6;
/** How long the first connection may take to reach that speed. Heuristic, not measured. */
const rampUpMs = 1000;
/** Bytes per range, and ranges fetched in parallel. Heuristic: with small ranges, few bytes wait to be hashed. */
const rangeBytes = 8 << 20;
const parallelRanges = 4;
/** Interval between checkpoints, and between progress reports. Heuristic, not measured. */
const checkpointMs = 1000;
const progressMs = 100;
/**
 * A download fails after this many consecutive attempts without a received byte. The delay before the second attempt
 * doubles before each further one: 15.5 s in total. Heuristic, not measured.
 */
const maxTries = 6;
const firstDelayMs = 500;
/** How often the file may change on its server before the download fails. Heuristic, not measured. */
const maxChanges = 3;

/** What a download needs to resume after a broken connection, a reload or a killed browser. Structured-cloneable. */
export interface Checkpoint extends PartialFileState {
  /** The strong ETag, which validates the next range requests. */
  readonly etag: string | null;
  /** The version of the file whose download was started, if its server reports one. */
  readonly version: string | null;
  readonly sizeBytes: number | null;
}

interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** Stores the checkpoint. Its bytes are already on disk. */
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  /**
   * Receives the size as soon as it is known and before bytes are written.
   * @throws AppError storage-failed
   */
  readonly checkQuota: (needBytes: number) => Promise<void>;
}

/** The file on the server has changed since its download was started. */
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
  /** Whether `If-Range` is sent. CORS may block it on another origin. */
  #usesIfRange = true;
  /** Whether `Range` is sent. */
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
   * @param checkpoint where an earlier attempt stopped; the part contains its bytes
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
      // If the disk is full, the last checkpoint that could be written remains.
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
    // Request a short range first: some servers answer a request for all bytes from 0 with the whole file instead of a
    // range.
    if (this.#sizeBytes === null) await this.#fetchRange([0, rangeBytes], this.#options.signal);
    const size = this.#sizeBytes;
    if (size === null) return; // a server without sizes or ranges has sent the whole file
    await this.#fetchSequentially(size);
    const queue = listMissingRanges(this.#file.ranges, size, rangeBytes);
    const failure = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, failure.signal]);
    const work = async () => {
      try {
        for (let next = queue.shift(); next; next = queue.shift()) await this.#fetchRange(next, signal);
      } catch (thrown) {
        failure.abort(thrown); // later calls have no effect, so the first error is reported
      }
    };
    // Wait for all workers, so that no request writes to the part afterwards.
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
    for (let tries = 1; ; tries++) {
      try {
        await this.#receive([index, end], signal, (received) => {
          index = received;
          tries = 1;
          return wantsMore();
        });
        return;
      } catch (thrown) {
        if (signal.aborted) throw new AppError('aborted', {}, { cause: thrown });
        if (thrown instanceof FileChangedError || !isConnectionError(thrown)) throw thrown;
        if (tries >= maxTries) throw this.#createFetchError({ reason: 'connection-interrupted' }, thrown);
        // After two attempts without a byte, the server may be rejecting the validator itself.
        if (tries > 1) this.#usesIfRange = false;
        this.#report('retrying');
        await delay(firstDelayMs * 2 ** (tries - 1), signal);
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
      this.#usesRange = false; // without a size, only the end of the whole file shows whether it is complete
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
      const next = position + chunk.length; // the chunk is transferred once it is written
      await this.#write(chunk, position);
      const wantsMore = onReceived((position = next));
      if (!wantsMore && range.isPartial) return;
    }
    if (!range.isPartial) this.#sizeBytes ??= position;
    if (position < Math.min(stopAt, this.#sizeBytes ?? stopAt)) throw new TypeError('the body ended early');
  }

  /** `416` with a size of 0 is the response for a range of an empty file; with any other size, the file has changed. */
  #parseUnsatisfiableRange(response: Response): ResponseRange {
    if (/^bytes \*\/0$/.test(response.headers.get('Content-Range') ?? '')) {
      return { start: 0, sizeBytes: 0, isPartial: false, etag: null, version: null };
    }
    throw new FileChangedError();
  }

  /** Checks that this response belongs to the file whose download was started; the first response defines that file. */
  async #checkResponse(
    { start: responseStart, sizeBytes, isPartial, etag, version }: ResponseRange,
    start: number,
  ): Promise<void> {
    if (isPartial && responseStart !== start)
      throw this.#createFetchError({ reason: 'range-mismatch', actual: responseStart, expected: start });
    const isFirst = this.#file.ranges.length === 0 && this.#sizeBytes === null;
    const isSameSize = (sizeBytes ?? this.#sizeBytes) === this.#sizeBytes;
    // If the hash is known, a changed file is detected at the end; servers behind one address may report different
    // dates.
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
    const sha256 = await this.#file.end(this.#options.signal);
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

/** Whether a connection failed or was never established, as opposed to a response with an error status. */
function isConnectionError(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'fetch-failed' && thrown.cause !== undefined;
  return thrown instanceof TypeError; // thrown when a connection fails while its body is read
}
