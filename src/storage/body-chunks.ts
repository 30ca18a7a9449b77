import type { BufferPool } from './buffer-pool.ts';

/**
 * The body of an answer in chunks as they arrive, in buffers from the pool where the browser can read into given ones.
 * The receiver of a chunk owns it, and gives its buffer back to the pool.
 * @throws TypeError where the connection broke off; what the request's signal was aborted with
 */
export async function* bodyChunks({ body }: Response, pool: BufferPool): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (!body) return;
  const reader = byteReader(body);
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

/** null in browsers that cannot read a response into a given buffer (Safari before 26). */
function byteReader(body: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}
