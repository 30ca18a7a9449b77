import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { delay } from '#core/delay.ts';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import { parseRangeResponse } from '#storage/download/content-range.ts';
import { request } from '#storage/download/http-request.ts';
import type { RemoteFile } from './find-wheel.ts';

/**
 * The maximum number of consecutive attempts that receive nothing, and the delay before the second, which then doubles.
 * Heuristic, not measured.
 */
const maxAttempts = 5;
const firstDelayMs = 500;

interface Expected {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/**
 * Streams a file to disk and checks its size and SHA-256. An interrupted download leaves its bytes at `path`, where the next
 * one resumes. A file with another hash is deleted.
 * @throws AppError fetch-failed | access-denied | aborted, or engine-rejected if the bytes are not the expected ones
 */
export async function downloadPackage(
  file: RemoteFile,
  path: string,
  expected: Expected,
  signal: AbortSignal,
  onProgress: (receivedBytes: number) => void,
): Promise<void> {
  const handle = await open(path, 'a');
  try {
    const partial = await PartialFile.open(path, handle);
    for (let attempt = 1; partial.bytes < expected.sizeBytes; attempt++) {
      const previousBytes = partial.bytes;
      try {
        await receive(file, partial, expected, signal, onProgress);
      } catch (thrown) {
        if (signal.aborted) throw new AppError('aborted', {}, { cause: thrown });
        if (partial.bytes > previousBytes) attempt = 0;
        if (!isConnectionError(thrown)) throw thrown;
        if (attempt >= maxAttempts) throw createFetchError(file, { reason: 'connection-interrupted' }, thrown);
        await delay(firstDelayMs * 2 ** Math.max(0, attempt - 1), signal);
      }
    }
    const actual = partial.sha256();
    if (partial.bytes !== expected.sizeBytes || actual !== expected.sha256) {
      throw new AppError('engine-rejected', {
        file: file.url,
        reason: 'hash-mismatch',
        actual,
        expected: expected.sha256,
      });
    }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'engine-rejected') await rm(path, { force: true });
    throw thrown;
  } finally {
    await handle.close();
  }
}

/** A partially downloaded file, with the hash of its bytes so far. */
class PartialFile {
  readonly #handle: FileHandle;
  #hash: Hash;
  bytes: number;

  private constructor(handle: FileHandle, hash: Hash, bytes: number) {
    this.#handle = handle;
    this.#hash = hash;
    this.bytes = bytes;
  }

  static async open(path: string, handle: FileHandle): Promise<PartialFile> {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), async (chunks) => {
      for await (const chunk of chunks as AsyncIterable<Buffer>) hash.update(chunk);
    });
    return new PartialFile(handle, hash, (await stat(path)).size);
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#handle.appendFile(chunk);
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }

  async startOver(): Promise<void> {
    await this.#handle.truncate(0);
    this.#hash = createHash('sha256');
    this.bytes = 0;
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }
}

/** Receives the remaining bytes of the file over one connection. */
async function receive(
  file: RemoteFile,
  partial: PartialFile,
  { sizeBytes }: Expected,
  signal: AbortSignal,
  onProgress: (receivedBytes: number) => void,
): Promise<void> {
  const rangeHeader: Record<string, string> = partial.bytes > 0 ? { Range: `bytes=${partial.bytes}-` } : {};
  const response = await request(file.url, { headers: { ...file.headers, ...rangeHeader }, signal });
  const range = parseRangeResponse(response);
  if (response.status === 416 || !range) {
    await response.body?.cancel();
    return partial.startOver();
  }
  if (range.start !== partial.bytes) await partial.startOver(); // the server sends the whole file
  if (range.sizeBytes !== null && range.sizeBytes !== sizeBytes) {
    await response.body?.cancel();
    throw createSizeError(file, range.sizeBytes, sizeBytes);
  }
  for await (const chunk of response.body ?? []) {
    if (partial.bytes + chunk.length > sizeBytes) {
      throw createSizeError(file, partial.bytes + chunk.length, sizeBytes);
    }
    await partial.append(chunk);
    onProgress(partial.bytes);
  }
  if (partial.bytes < sizeBytes) throw new TypeError('the body ended early');
}

function createSizeError({ url }: RemoteFile, actualBytes: number, expectedBytes: number): AppError {
  return new AppError('engine-rejected', { file: url, reason: 'size-mismatch', actualBytes, expectedBytes });
}

/** Whether a connection failed, as opposed to a response with an error status. */
function isConnectionError(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'fetch-failed' && thrown.cause !== undefined;
  return thrown instanceof TypeError; // the error of `fetch` if the connection breaks while the body is read
}

function createFetchError({ url }: RemoteFile, facts: ErrorFacts, cause: unknown): AppError {
  return new AppError('fetch-failed', { url, ...facts }, { cause });
}
