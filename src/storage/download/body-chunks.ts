import type { BufferPool } from './buffer-pool.ts';

/**
 * Yields the chunks of a response body on arrival, in buffers from the pool if the browser can read into supplied
 * buffers. The receiver owns each chunk and returns its buffer to the pool.
 * @throws TypeError if the connection failed; the abort reason of the request's signal if it was aborted
 */
export async function* readBodyChunks({ body }: Response, pool: BufferPool): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (!body) return;
  const reader = getByteReader(body);
  if (!reader) return yield* body;
  try {
    for (;;) {
      const { value, done } = await reader.read(new Uint8Array(pool.take()));
      if (value && !done) yield value;
      else if (value) pool.give(value.buffer);
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => {}); // the stream has already ended or failed
  }
}

/** Returns a reader for supplied buffers; `null` if the browser has none (Safari before 26). */
function getByteReader(body: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}
