import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { parseRangeResponse } from '../download/content-range.ts';
import { request, type RequestOptions } from '../download/http-request.ts';

/**
 * The size of the first request: enough to detect the format, and to read the header of many files. Heuristic, not
 * measured.
 */
const firstBytes = 65_536;
/** The maximum file size from a server without Range requests. Heuristic, not measured. */
const maxWholeBytes = 64 * 2 ** 20;

type Options = Pick<RequestOptions, 'signal' | 'onWait' | 'timeoutMs'>;

/**
 * Opens a file at a URL, to be read by Range requests. Determines its size by a first request.
 * @throws AppError fetch-failed | access-denied | aborted, also from reads
 */
export async function openRangeSource(url: string, options: Options = {}): Promise<ByteSource> {
  const response = await request(url, { ...options, headers: { Range: `bytes=0-${firstBytes - 1}` } });
  const range = response.status === 416 ? null : parseRangeResponse(response);
  if (response.status === 206 && range?.sizeBytes == null) {
    await response.body?.cancel();
    throw createFetchError(url, { reason: 'content-length-missing' });
  }
  const head = response.status === 416 ? new ArrayBuffer(0) : await readBody(response, url, firstBytes);
  const sizeBytes = response.status === 206 ? (range?.sizeBytes ?? 0) : head.byteLength;
  return new RangeSource({ url, options, head, sizeBytes, etag: range?.etag ?? null }, 0, sizeBytes);
}

/**
 * Does the same as {@link openRangeSource} for a file of known size. Sends no request before the file is read.
 */
export function createRangeSource(url: string, sizeBytes: number, options: Options = {}): ByteSource {
  return new RangeSource({ url, options, head: new ArrayBuffer(0), sizeBytes, etag: null }, 0, sizeBytes);
}

interface RemoteFile {
  readonly url: string;
  readonly options: Options;
  /** The file's first bytes if they were fetched, otherwise empty. */
  readonly head: ArrayBuffer;
  readonly sizeBytes: number;
  /** ETag of the first response; `null` if it has none. */
  readonly etag: string | null;
}

class RangeSource implements ByteSource {
  readonly size: number;
  readonly #file: RemoteFile;
  readonly #start: number;

  constructor(file: RemoteFile, start: number, end: number) {
    this.#file = file;
    this.#start = start;
    this.size = Math.max(0, end - start);
  }

  slice(start = 0, end = this.size): ByteSource {
    const [from, to] = [Math.min(start, this.size), Math.min(end, this.size)];
    return new RangeSource(this.#file, this.#start + from, this.#start + to);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const end = this.#start + this.size;
    const { url, options, head } = this.#file;
    if (end <= head.byteLength || this.size === 0) return head.slice(this.#start, end);
    const response = await request(url, { ...options, headers: { Range: `bytes=${this.#start}-${end - 1}` } });
    const isPartial = response.status === 206;
    if (isPartial && !this.#isFromSameFile(response)) {
      await response.body?.cancel();
      throw createFetchError(url, { reason: 'file-changed-while-read' });
    }
    const bytes = await readBody(response, url, this.size);
    // A server without Range sends the whole file.
    const part = isPartial ? bytes : bytes.slice(this.#start, end);
    if (part.byteLength !== this.size) {
      const sizes = { actualBytes: part.byteLength, expectedBytes: this.size };
      throw createFetchError(url, { reason: 'answer-size', ...sizes, status: response.status });
    }
    return part;
  }

  /**
   * Returns whether the response belongs to the same version of the file, as far as CORS exposes the relevant headers.
   */
  #isFromSameFile(response: Response): boolean {
    if (!response.headers.has('Content-Range')) return true;
    const range = parseRangeResponse(response);
    const { sizeBytes, etag } = this.#file;
    const isSame = etag === null || range?.etag === etag;
    return range?.start === this.#start && (range.sizeBytes ?? sizeBytes) === sizeBytes && isSame;
  }
}

/**
 * Reads a body of limited size.
 * @param requestedBytes the maximum size of a partial response; a whole file may have `maxWholeBytes`
 */
async function readBody(response: Response, url: string, requestedBytes: number): Promise<ArrayBuffer> {
  const maxBytes = response.status === 206 ? requestedBytes : maxWholeBytes;
  const lengthBytes = Number(response.headers.get('Content-Length') ?? 0);
  const reader = response.body?.getReader();
  if (!reader) return new ArrayBuffer(0);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw createFetchError(url, { reason: 'answer-interrupted' }, cause);
    });
    if (done) return new Blob(chunks).arrayBuffer();
    total += value.byteLength;
    if (Math.max(total, lengthBytes) > maxBytes) {
      await reader.cancel();
      const actualBytes = Math.max(total, lengthBytes);
      if (response.status === 206)
        throw createFetchError(url, { reason: 'answer-size', actualBytes, expectedBytes: maxBytes, status: 206 });
      throw createFetchError(url, {
        reason: 'no-range-requests',
        ...(lengthBytes > maxBytes && { sizeBytes: lengthBytes }),
      });
    }
    chunks.push(value);
  }
}

function createFetchError(url: string, facts: ErrorFacts, cause?: unknown): AppError {
  return new AppError('fetch-failed', { url, ...facts }, { cause });
}
