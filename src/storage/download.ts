import { AppError, type ErrorFacts } from '#core/error.ts';
import type { DownloadProgress, DownloadRequest } from '#core/storage.ts';
import { bodyChunks } from './body-chunks.ts';
import { parseRangeResponse, type ResponseRange } from './content-range.ts';
import { PartialFile, type SavedFile } from './partial-file.ts';
import type { PartWriter } from './file-store.ts';
import { delay } from '#core/delay.ts';
import { missingParts, type Range } from './ranges.ts';
import { RateMeter } from './rate-meter.ts';
import { request } from './request.ts';

/**
 * Above 100 MB/s one connection is used; below, ranges are fetched in parallel, in case the server limits each
 * connection. Parallel ranges were slower where the line is fast: 220 against 270 MB/s, measured on loopback with 2
 * cores. The limit itself is chosen.
 */
const fastBytesPerS = 100e6;
/** How long the first connection may take to reach that speed; chosen. */
const settleMs = 1000;
/** Bytes of a range, and how many are fetched at a time. Chosen: small ranges let the hash follow closely. */
const partSize = 8 << 20;
const parallelRanges = 4;
/** Between two checkpoints, and between two reports of progress; chosen. */
const checkpointMs = 1000;
const progressMs = 100;
/**
 * A download fails after this many attempts in a row without a byte. The delay before the second attempt doubles before
 * each further one: 15.5 s in all. Chosen.
 */
const maxTries = 6;
const firstWaitMs = 500;
/** How often the file may change on its server before the download fails; chosen. */
const maxChanges = 3;

/** What a download needs to resume after a broken connection, a reload or a killed browser. Structured-cloneable. */
export interface Checkpoint extends SavedFile {
  /** The strong ETag, which validates the next range requests. */
  readonly etag: string | null;
  /** The version of the file that was begun, where its server states it. */
  readonly version: string | null;
  readonly sizeBytes: number | null;
}

interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** Stores the checkpoint. The bytes that it names are on the disk by then. */
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  /** Receives the size as soon as it is known and before bytes are written. @throws AppError storage-failed */
  readonly checkQuota: (needBytes: number) => Promise<void>;
}

/** The file on the server is no longer the one whose download was begun. */
class FileChanged extends Error {}

/** Downloads one file into an open part. */
export class Download {
  readonly #request: DownloadRequest;
  readonly #file: PartialFile;
  readonly #options: DownloadOptions;
  #rate = new RateMeter();
  #etag: string | null;
  #version: string | null;
  #sizeBytes: number | null;
  /** Whether `If-Range` is sent; a server of another origin may refuse it before it answers. */
  #guards = true;
  /** Whether `Range` is sent. */
  #asksParts = true;
  #savedMs = 0;
  #reportedMs = 0;

  private constructor(asked: DownloadRequest, file: PartialFile, options: DownloadOptions, from: Checkpoint | null) {
    this.#request = asked;
    this.#file = file;
    this.#options = options;
    this.#etag = from?.etag ?? null;
    this.#version = from?.version ?? null;
    this.#sizeBytes = from?.sizeBytes ?? null;
  }

  /**
   * Fetches what is missing, and returns the hash and size of the whole.
   * @param from where an earlier attempt stopped; the part holds its bytes
   * @throws AppError fetch-failed | access-denied | storage-failed | model-corrupt | aborted. After `model-corrupt` the
   * bytes of the part are useless; after any other error the download can resume from the last checkpoint.
   */
  static async run(asked: DownloadRequest, part: PartWriter, options: DownloadOptions, from: Checkpoint | null) {
    const file = await PartialFile.from(part, from);
    const download = new Download(asked, file, options, from);
    try {
      return await download.#run();
    } catch (thrown) {
      // Where the disk is full, the last checkpoint that could be written remains.
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
        if (!(thrown instanceof FileChanged)) throw thrown;
        if (changes === maxChanges) throw this.#failed({ reason: 'file-keeps-changing' });
        await this.#startOver();
      }
    }
    return this.#check();
  }

  async #fetchMissing(): Promise<void> {
    // A short range first: some servers answer a request for all bytes from 0 with the whole file instead of a range.
    if (this.#sizeBytes === null) await this.#fetchPart([0, partSize], this.#options.signal);
    const size = this.#sizeBytes;
    if (size === null) return; // a server without sizes or ranges has sent the whole file
    await this.#fetchAlone(size);
    const queue = missingParts(this.#file.ranges, size, partSize);
    const giveUp = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, giveUp.signal]);
    const work = async () => {
      try {
        for (let next = queue.shift(); next; next = queue.shift()) await this.#fetchPart(next, signal);
      } catch (thrown) {
        giveUp.abort(thrown); // only the first counts
      }
    };
    // All requests have ended before the part is used again.
    await Promise.all(Array.from({ length: parallelRanges }, work));
    if (giveUp.signal.aborted) throw giveUp.signal.reason;
  }

  /** Fetches what is missing over one connection, and stops early where it is slow. */
  async #fetchAlone(size: number): Promise<void> {
    const startMs = performance.now();
    const isFast = () => performance.now() - startMs < settleMs || (this.#rate.bytesPerS ?? 0) > fastBytesPerS;
    for (const gap of missingParts(this.#file.ranges, size, size)) {
      await this.#fetchPart(gap, this.#options.signal, isFast);
      if (!isFast()) return;
    }
  }

  /**
   * Fetches one range, over as many connections as it takes.
   * @param goesOn called after every chunk; false skips the rest of the range
   */
  async #fetchPart([start, end]: Range, signal: AbortSignal, goesOn = () => true): Promise<void> {
    let at = start;
    for (let tries = 1; ; tries++) {
      try {
        await this.#receive([at, end], signal, (received) => {
          at = received;
          tries = 1;
          return goesOn();
        });
        return;
      } catch (thrown) {
        if (signal.aborted) throw new AppError('aborted', {}, { cause: thrown });
        if (thrown instanceof FileChanged || !isDrop(thrown)) throw thrown;
        if (tries >= maxTries) throw this.#failed({ reason: 'connection-interrupted' }, thrown);
        if (tries > 1) this.#guards = false; // twice no byte: the validator itself may be refused
        this.#report('retrying');
        await delay(firstWaitMs * 2 ** (tries - 1), signal);
      }
    }
  }

  async #receive([start, end]: Range, signal: AbortSignal, onReceived: (at: number) => boolean): Promise<void> {
    const { url } = this.#request;
    const headers: Record<string, string> = {};
    if (this.#asksParts) headers.Range = `bytes=${start}-${Math.min(end, this.#sizeBytes ?? end) - 1}`;
    if (this.#guards && this.#etag && this.#file.ranges.length > 0) headers['If-Range'] = this.#etag;
    const response = await request(url, { headers, signal, cache: 'no-store', onWait: () => this.#report('waiting') });
    const answer = response.status === 416 ? this.#emptyOrChanged(response) : parseRangeResponse(response);
    if (!answer) throw this.#failed({ reason: 'content-range-invalid' });
    if (answer.isPart && (answer.sizeBytes ?? this.#sizeBytes ?? this.#request.sizeBytes) === null) {
      await response.body?.cancel();
      if (!this.#asksParts) throw this.#failed({ reason: 'size-not-stated' });
      this.#asksParts = false; // the ends of the parts are not known; the end of the whole file shows them
      return this.#receive([start, end], signal, onReceived);
    }
    try {
      await this.#agree(answer, start);
    } catch (thrown) {
      await response.body?.cancel();
      throw thrown;
    }
    const stopAt = answer.isPart ? Math.min(end, this.#sizeBytes ?? end) : (this.#sizeBytes ?? Infinity);
    let at = answer.start;
    const chunks = response.status === 416 ? [] : bodyChunks(response, this.#file.pool);
    for await (const chunk of chunks) {
      if (at + chunk.length > stopAt) throw this.#corrupt({ reason: 'longer-than-stated', wantBytes: stopAt });
      const next = at + chunk.length; // the chunk is transferred once it is written
      await this.#write(chunk, at);
      const goesOn = onReceived((at = next));
      if (!goesOn && answer.isPart) return;
    }
    if (!answer.isPart) this.#sizeBytes ??= at;
    if (at < Math.min(stopAt, this.#sizeBytes ?? stopAt)) throw new TypeError('the body ended early');
  }

  /** `416` with a size of 0 is the answer for a part of an empty file; with another size the file has changed. */
  #emptyOrChanged(response: Response): ResponseRange {
    if (/^bytes \*\/0$/.test(response.headers.get('Content-Range') ?? '')) {
      return { start: 0, sizeBytes: 0, isPart: false, etag: null, version: null };
    }
    throw new FileChanged();
  }

  /** Whether this response belongs to the file that was begun; the first response defines it. */
  async #agree({ start: answered, sizeBytes, isPart, etag, version }: ResponseRange, start: number): Promise<void> {
    if (isPart && answered !== start) throw this.#failed({ reason: 'other-range', got: answered, want: start });
    const isFirst = this.#file.ranges.length === 0 && this.#sizeBytes === null;
    const isSameSize = (sizeBytes ?? this.#sizeBytes) === this.#sizeBytes;
    // Where the hash is known, a changed file is noticed at the end; servers behind one address may give different
    // dates.
    const isSame = this.#request.sha256 === null ? version === this.#version : etag === this.#etag;
    if (!isFirst && (!isPart || !isSameSize || !isSame)) throw new FileChanged();
    if (!isFirst) return;
    const want = this.#request.sizeBytes;
    if (want !== null && sizeBytes !== null && sizeBytes !== want) {
      throw this.#corrupt({ reason: 'other-size', gotBytes: sizeBytes, wantBytes: want });
    }
    this.#sizeBytes = sizeBytes ?? want;
    this.#etag = etag;
    this.#version = version;
    if (this.#sizeBytes !== null) await this.#options.checkQuota(this.#sizeBytes);
  }

  async #write(chunk: Uint8Array<ArrayBuffer>, at: number): Promise<void> {
    await this.#file.write(chunk, at);
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
    const want = this.#request.sha256;
    if (want !== null && sha256 !== want) {
      throw this.#corrupt({ reason: 'other-hash', got: sha256, want });
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
      leftMs: totalBytes === null ? null : this.#rate.leftMs(totalBytes - receivedBytes),
      notice,
    });
  }

  #failed(facts: ErrorFacts, cause?: unknown): AppError {
    return new AppError('fetch-failed', { url: this.#request.url, ...facts }, { cause });
  }

  #corrupt(facts: ErrorFacts): AppError {
    return new AppError('model-corrupt', { format: this.#request.name, ...facts });
  }
}

/** A connection that failed or was never made, not a response with an error status. */
function isDrop(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'fetch-failed' && thrown.cause !== undefined;
  return thrown instanceof TypeError; // thrown by reading a body whose connection failed
}
