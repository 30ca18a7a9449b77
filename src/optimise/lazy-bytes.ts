import type { ByteSource } from '#core/model/model.ts';

/**
 * Bytes that are computed when they are read.
 * @param read the bytes from `start` to `end`, excluding it
 */
export function createLazyBytes(
  size: number,
  read: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
): ByteSource {
  const slicePart = (from: number, to: number): ByteSource => ({
    size: to - from,
    slice: (start = 0, end = to - from) => slicePart(from + start, from + Math.min(end, to - from)),
    async arrayBuffer() {
      const bytes = await read(from, to);
      return bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
    },
  });
  return slicePart(0, size);
}

/** Rows of `rowBytes` bytes each; only the rows that a read needs are computed. */
export function createLazyRows(
  rows: number,
  rowBytes: number,
  compute: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
): ByteSource {
  return createLazyBytes(rows * rowBytes, async (start, end) => {
    const first = Math.floor(start / rowBytes);
    const bytes = await compute(first, Math.ceil(end / rowBytes));
    return bytes.subarray(start - first * rowBytes, end - first * rowBytes);
  });
}

/**
 * A tensor of another element type, converted element by element when it is read: a large model then needs memory for
 * one read, not for a tensor. Bounds of reads are multiples of the element size.
 * @param elementBytes of the source and of the result
 * @param convert whole elements
 */
export function createConvertedBytes(
  source: ByteSource,
  [from, to]: readonly [from: number, to: number],
  convert: (bytes: ArrayBuffer) => ArrayBuffer,
): ByteSource {
  const scale = from / to;
  return createLazyBytes(source.size / scale, async (start, end) => {
    return new Uint8Array(convert(await source.slice(start * scale, end * scale).arrayBuffer()));
  });
}

/** Bytes in memory; slices are views of them. */
export function toSource(bytes: Uint8Array | ByteSource): ByteSource {
  if (!(bytes instanceof Uint8Array)) return bytes;
  return {
    size: bytes.length,
    slice: (start = 0, end = bytes.length) => toSource(bytes.subarray(start, end)),
    arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer),
  };
}
