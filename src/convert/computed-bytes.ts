import type { ByteSource } from '#core/model/model.ts';

/** Bytes that are computed when they are read. @param read the bytes from `start` to `end`, excluding it */
export function computedBytes(
  size: number,
  read: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
): ByteSource {
  const part = (from: number, to: number): ByteSource => ({
    size: to - from,
    slice: (start = 0, end = to - from) => part(from + start, from + Math.min(end, to - from)),
    async arrayBuffer() {
      const bytes = await read(from, to);
      return bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
    },
  });
  return part(0, size);
}

/** Rows of `rowBytes` bytes each, of which only those that a read needs are computed. */
export function computedRows(
  rows: number,
  rowBytes: number,
  compute: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
): ByteSource {
  return computedBytes(rows * rowBytes, async (start, end) => {
    const first = Math.floor(start / rowBytes);
    const bytes = await compute(first, Math.ceil(end / rowBytes));
    return bytes.subarray(start - first * rowBytes, end - first * rowBytes);
  });
}

/**
 * Results of which only the last one is retained: the parts of a tensor, which are read one after another, are computed
 * once, and the memory needed is that of one tensor.
 */
export class LastResult {
  #key: unknown;
  #result: Promise<unknown> | undefined;

  get<T>(key: object, compute: () => Promise<T>): Promise<T> {
    if (this.#key !== key) {
      this.#key = key;
      this.#result = compute();
    }
    return this.#result as Promise<T>;
  }
}
