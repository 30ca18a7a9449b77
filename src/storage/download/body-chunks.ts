import type { BufferPool } from './buffer-pool.ts';

/**
 * Yields the chunks of a response body as they arrive, in buffers from the pool if the browser can read into supplied
 * buffers. The receiver owns each chunk and returns its buffer to the pool.
 * @throws TypeError if the connection broke; the abort reason of the request's signal if it was aborted
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
    await reader.cancel().catch(() => {}); // already ended, or failed: there is nothing left to cancel
  }
}

/** `null` if the browser cannot read a response into a supplied buffer (Safari before 26). */
function getByteReader(body: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}
