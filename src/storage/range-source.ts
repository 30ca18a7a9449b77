import { AppError } from '#core/error.ts';
import type { ByteSource } from '#core/model.ts';
import { answeredPart } from './content-range.ts';
import { request, type RequestOptions } from './request.ts';

/** As much as the first request asks for: enough to know the format, and for many headers all there is. */
const firstBytes = 65_536;
/** A server that sends whole files only is put up with to here. */
const mostWholeBytes = 64 * 2 ** 20;

type Options = Pick<RequestOptions, 'signal' | 'onWait'>;

/**
 * A file behind HTTP, read by Range requests; the first, made here, also tells its size.
 * @throws AppError fetch-failed | access-denied | aborted, and so do the reads
 */
export async function openRangeSource(url: string, options: Options = {}): Promise<ByteSource> {
  const response = await request(url, { ...options, headers: { Range: `bytes=0-${firstBytes - 1}` } });
  const answer = response.status === 416 ? null : answeredPart(response);
  if (response.status === 206 && answer?.sizeBytes == null) {
    await response.body?.cancel();
    throw failed(url, 'the server does not say how long the file is');
  }
  const head = response.status === 416 ? new ArrayBuffer(0) : await bodyOf(response, url);
  return new RangeSource(url, options, head, 0, response.status === 206 ? (answer?.sizeBytes ?? 0) : head.byteLength);
}

/** A file whose size is known already, from a listing: nothing is asked for until it is read. */
export function rangeSource(url: string, sizeBytes: number, options: Options = {}): ByteSource {
  return new RangeSource(url, options, new ArrayBuffer(0), 0, sizeBytes);
}

class RangeSource implements ByteSource {
  readonly size: number;
  readonly #url: string;
  readonly #options: Options;
  /** The file's first bytes, where they are on hand. */
  readonly #head: ArrayBuffer;
  readonly #start: number;

  constructor(url: string, options: Options, head: ArrayBuffer, start: number, end: number) {
    this.#url = url;
    this.#options = options;
    this.#head = head;
    this.#start = start;
    this.size = Math.max(0, end - start);
  }

  slice(start = 0, end = this.size): ByteSource {
    const [from, to] = [Math.min(start, this.size), Math.min(end, this.size)];
    return new RangeSource(this.#url, this.#options, this.#head, this.#start + from, this.#start + to);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const end = this.#start + this.size;
    if (end <= this.#head.byteLength || this.size === 0) return this.#head.slice(this.#start, end);
    const headers = { Range: `bytes=${this.#start}-${end - 1}` };
    const response = await request(this.#url, { ...this.#options, headers });
    const bytes = await bodyOf(response, this.#url);
    // A server without Range sends the whole file.
    const part = response.status === 206 ? bytes : bytes.slice(this.#start, end);
    if (part.byteLength !== this.size) {
      const status = `HTTP ${response.status}`;
      throw failed(this.#url, `asked for ${this.size} bytes, got ${part.byteLength} (${status})`);
    }
    return part;
  }
}

async function bodyOf(response: Response, url: string): Promise<ArrayBuffer> {
  const lengthBytes = Number(response.headers.get('Content-Length') ?? 0);
  if (response.status === 200 && lengthBytes > mostWholeBytes) {
    await response.body?.cancel();
    throw failed(url, `the server has no Range requests and the file has ${lengthBytes} bytes: fetch it first`);
  }
  try {
    return await response.arrayBuffer();
  } catch (cause) {
    throw failed(url, 'the answer broke off', cause);
  }
}

function failed(url: string, why: string, cause?: unknown): AppError {
  return new AppError('fetch-failed', { url, why }, { cause });
}
