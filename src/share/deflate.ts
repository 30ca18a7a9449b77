import { AppError } from '#core/error.ts';
import { invalidLinkError } from '#core/invalid-link-error.ts';

export function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return through(new CompressionStream('deflate-raw'), bytes, Infinity);
}

/**
 * Stops as soon as the output exceeds `limitBytes`, so that a small link cannot exhaust memory.
 * @throws AppError link-invalid if the bytes are not a deflate stream or exceed the limit
 */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await through(new DecompressionStream('deflate-raw'), bytes, limitBytes);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw invalidLinkError({ reason: 'link-not-deflate' }, { cause: thrown });
  }
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  // Settles with the reading side, which reports any failure.
  const written = Promise.allSettled([writer.write(bytes), writer.close()]);
  const reader = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length > limitBytes) {
      await reader.cancel();
      throw invalidLinkError({ reason: 'link-inflates-beyond', maxBytes: limitBytes });
    }
  }
  await written;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
