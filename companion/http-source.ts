import { AppError } from '#core/error.ts';
import type { ByteSource } from '#core/model.ts';

/** As much as the first request asks for: enough to know the format, and for many headers all there is. */
const firstBytes = 65_536;
/** A server that sends whole files only is put up with to here. */
const mostWhole = 64 * 1024 * 1024;
const timeoutMs = 30_000;

/**
 * A file behind HTTP, read by Range requests; the first also tells its size.
 * @throws AppError fetch-failed
 */
export async function httpSource(url: string): Promise<ByteSource> {
  const { response, bytes } = await get(url, { Range: `bytes=0-${firstBytes - 1}` });
  const stated = /^bytes 0-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (response.status === 206 && stated === undefined)
    throw failed(url, 'the server does not say how long the file is');
  return new HttpSource(url, bytes, 0, stated === undefined ? bytes.byteLength : Number(stated));
}

class HttpSource implements ByteSource {
  readonly size: number;
  #url: string;
  /** The file's first bytes. */
  #head: ArrayBuffer;
  #start: number;

  constructor(url: string, head: ArrayBuffer, start: number, end: number) {
    this.#url = url;
    this.#head = head;
    this.#start = start;
    this.size = Math.max(0, end - start);
  }

  slice(start = 0, end = this.size): ByteSource {
    const [from, to] = [Math.min(start, this.size), Math.min(end, this.size)];
    return new HttpSource(this.#url, this.#head, this.#start + from, this.#start + to);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const end = this.#start + this.size;
    if (end <= this.#head.byteLength) return this.#head.slice(this.#start, end);
    const { response, bytes } = await get(this.#url, { Range: `bytes=${this.#start}-${end - 1}` });
    if (response.status !== 206 || bytes.byteLength !== this.size) {
      throw failed(this.#url, `asked for ${this.size} bytes, got ${bytes.byteLength} (HTTP ${response.status})`);
    }
    return bytes;
  }
}

async function get(url: string, headers: Record<string, string>): Promise<{ response: Response; bytes: ArrayBuffer }> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
    const length = Number(response.headers.get('content-length') ?? 0);
    const wrong = response.ok ? tooLong(response.status, length) : `HTTP ${response.status} ${response.statusText}`;
    if (wrong) {
      await response.body?.cancel();
      throw failed(url, wrong);
    }
    return { response, bytes: await response.arrayBuffer() };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw failed(url, error instanceof Error ? String(error.cause ?? error.message) : String(error));
  }
}

function tooLong(status: number, length: number): string | null {
  return status === 200 && length > mostWhole
    ? `the server has no Range requests and the file has ${length} bytes: fetch it first`
    : null;
}

const failed = (url: string, why: string): AppError => new AppError('fetch-failed', { url, why });
