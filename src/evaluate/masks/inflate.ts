/** The largest ratio of deflate: a match of 258 bytes takes at least two bits. */
const maxRatio = 1032;

/**
 * Decompresses a raw deflate stream of a known size.
 * @returns null if it is damaged or has another size
 */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (size > bytes.length * maxRatio) return null;
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const writer = writable.getWriter();
  // A damaged stream rejects these, too; the reader below reports it.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const reader = readable.getReader();
  const output = new Uint8Array(size);
  let filled = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (filled + chunk.value.length > size) {
        await reader.cancel();
        return null;
      }
      output.set(chunk.value, filled);
      filled += chunk.value.length;
    }
  } catch {
    return null;
  }
  return filled === size ? output : null;
}
