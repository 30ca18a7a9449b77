import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { delay } from '#core/delay.ts';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import { parseRangeResponse } from '#storage/download/content-range.ts';
import { request } from '#storage/download/http-request.ts';
import type { FoundFile } from './find-wheel.ts';

/** Attempts without a received byte, and the delay before the second, which doubles. Heuristic, not measured. */
const maxTries = 5;
const firstDelayMs = 500;

interface Expected {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/**
 * Streams a file to disk and checks its size and SHA-256. An interrupted download leaves its bytes at `path`, where the
 * next one resumes; a file with another hash is deleted.
 * @throws AppError fetch-failed | access-denied | aborted, or engine-rejected if the bytes are not the expected ones
 */
export async function download(
  from: FoundFile,
  path: string,
  expected: Expected,
  signal: AbortSignal,
  onProgress: (receivedBytes: number) => void,
): Promise<void> {
  const part = await open(path, 'a');
  try {
    const received = await Received.of(path, part);
    for (let tries = 1; received.bytes < expected.sizeBytes; tries++) {
      const before = received.bytes;
      try {
        await receive(from, received, expected, signal, onProgress);
      } catch (thrown) {
        if (signal.aborted) throw new AppError('aborted', {}, { cause: thrown });
        if (received.bytes > before) tries = 0;
        if (!isConnectionError(thrown)) throw thrown;
        if (tries >= maxTries) throw fetchError(from, { reason: 'connection-interrupted' }, thrown);
        await delay(firstDelayMs * 2 ** Math.max(0, tries - 1), signal);
      }
    }
    const actual = received.sha256();
    if (received.bytes !== expected.sizeBytes || actual !== expected.sha256) {
      throw new AppError('engine-rejected', {
        file: from.url,
        reason: 'hash-mismatch',
        actual,
        expected: expected.sha256,
      });
    }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'engine-rejected') await rm(path, { force: true });
    throw thrown;
  } finally {
    await part.close();
  }
}

/** The bytes of a part so far, with their hash. */
class Received {
  readonly #part: FileHandle;
  #hash: Hash;
  bytes: number;

  private constructor(part: FileHandle, hash: Hash, bytes: number) {
    this.#part = part;
    this.#hash = hash;
    this.bytes = bytes;
  }

  static async of(path: string, part: FileHandle): Promise<Received> {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), async (chunks) => {
      for await (const chunk of chunks as AsyncIterable<Buffer>) hash.update(chunk);
    });
    return new Received(part, hash, (await stat(path)).size);
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#part.appendFile(chunk);
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }

  async startOver(): Promise<void> {
    await this.#part.truncate(0);
    this.#hash = createHash('sha256');
    this.bytes = 0;
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }
}

/** Receives the rest of the file over one connection. */
async function receive(
  from: FoundFile,
  received: Received,
  { sizeBytes }: Expected,
  signal: AbortSignal,
  onProgress: (receivedBytes: number) => void,
): Promise<void> {
  const range: Record<string, string> = received.bytes > 0 ? { Range: `bytes=${received.bytes}-` } : {};
  const response = await request(from.url, { headers: { ...from.headers, ...range }, signal });
  const answered = parseRangeResponse(response);
  if (response.status === 416 || !answered) {
    await response.body?.cancel();
    return received.startOver();
  }
  if (answered.start !== received.bytes) await received.startOver(); // the whole file again
  if (answered.sizeBytes !== null && answered.sizeBytes !== sizeBytes) {
    await response.body?.cancel();
    throw refusedSize(from, answered.sizeBytes, sizeBytes);
  }
  for await (const chunk of response.body ?? []) {
    if (received.bytes + chunk.length > sizeBytes) {
      throw refusedSize(from, received.bytes + chunk.length, sizeBytes);
    }
    await received.append(chunk);
    onProgress(received.bytes);
  }
  if (received.bytes < sizeBytes) throw new TypeError('the body ended early');
}

function refusedSize({ url }: FoundFile, actualBytes: number, expectedBytes: number): AppError {
  return new AppError('engine-rejected', { file: url, reason: 'size-mismatch', actualBytes, expectedBytes });
}

/** Whether a connection failed, as opposed to a response with an error status. */
function isConnectionError(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'fetch-failed' && thrown.cause !== undefined;
  return thrown instanceof TypeError; // thrown by `fetch` when a connection breaks while its body is read
}

function fetchError({ url }: FoundFile, facts: ErrorFacts, cause: unknown): AppError {
  return new AppError('fetch-failed', { url, ...facts }, { cause });
}
