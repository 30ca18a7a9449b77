import type { ByteSource } from '#core/model/model.ts';

/**
 * Creates a source whose bytes are computed when they are read.
 * @param read returns the bytes from `start` (inclusive) to `end` (exclusive)
 */
export function createLazyBytes(
  size: number,
  read: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
): ByteSource {
  const createSlice = (from: number, to: number): ByteSource => ({
    size: to - from,
    slice: (start = 0, end = to - from) => createSlice(from + start, from + Math.min(end, to - from)),
    async arrayBuffer() {
      const bytes = await read(from, to);
      return bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
    },
  });
  return createSlice(0, size);
}

/** Creates a source of rows of `rowBytes` bytes each. A read computes only the rows that it touches. */
export function createLazyRows(
  rows: number,
  rowBytes: number,
  compute: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
): ByteSource {
  return createLazyBytes(rows * rowBytes, async (start, end) => {
    const firstRow = Math.floor(start / rowBytes);
    const bytes = await compute(firstRow, Math.ceil(end / rowBytes));
    return bytes.subarray(start - firstRow * rowBytes, end - firstRow * rowBytes);
  });
}

/**
 * Creates a tensor of another element type, converted when it is read, so a large model needs memory for one read only.
 * The bounds of a read must be multiples of the element size.
 * @param elementBytes bytes per element of the source and of the result
 * @param convert converts whole elements
 */
export function createConvertedBytes(
  source: ByteSource,
  elementBytes: readonly [from: number, to: number],
  convert: (bytes: ArrayBuffer) => ArrayBuffer,
): ByteSource {
  const scale = elementBytes[0] / elementBytes[1];
  return createLazyBytes(source.size / scale, async (start, end) => {
    return new Uint8Array(convert(await source.slice(start * scale, end * scale).arrayBuffer()));
  });
}

/** Returns a source of bytes in memory. Slices are views. */
export function toSource(bytes: Uint8Array | ByteSource): ByteSource {
  if (!(bytes instanceof Uint8Array)) return bytes;
  return {
    size: bytes.length,
    slice: (start = 0, end = bytes.length) => toSource(bytes.subarray(start, end)),
    arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer),
  };
}
