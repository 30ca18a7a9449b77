/** Compresses to a raw deflate stream. */
export function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return transform(new CompressionStream('deflate-raw'), bytes, Infinity);
}

/**
 * Decompresses a raw deflate stream. Stops once the output exceeds `limitBytes`, so that a small input cannot exhaust the
 * memory.
 * @throws RangeError if the output exceeds the limit | TypeError if the stream is corrupt
 */
export function inflate(bytes: Uint8Array<ArrayBuffer>, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return transform(new DecompressionStream('deflate-raw'), bytes, limitBytes);
}

async function transform(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  // Errors of the writer are ignored, because the reader reports them too.
  const written = Promise.allSettled([writer.write(bytes), writer.close()]);
  const reader = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length > limitBytes) {
      await reader.cancel();
      throw new RangeError(`more than ${limitBytes} bytes`);
    }
  }
  await written;
  const result = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    result.set(chunk, offset);
    offset += chunk.length;
  }
  return result;
}
