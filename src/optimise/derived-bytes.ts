import type { ByteSource } from '#core/model/model.ts';

type ElementBytes = 1 | 2 | 4 | 8;

/**
 * The bytes of a tensor that is computed element by element from another one, which may be in a file, when they are
 * read: a large model is then converted in the size of a read, not of a tensor.
 */
export class DerivedBytes implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #from: ElementBytes;
  readonly #to: ElementBytes;
  readonly #convert: (bytes: ArrayBuffer) => ArrayBuffer;

  /**
   * @param elementBytes of the source and of the result
   * @param convert whole elements
   */
  constructor(
    source: ByteSource,
    [from, to]: readonly [ElementBytes, ElementBytes],
    convert: (bytes: ArrayBuffer) => ArrayBuffer,
  ) {
    this.size = (source.size / from) * to;
    this.#source = source;
    this.#from = from;
    this.#to = to;
    this.#convert = convert;
  }

  /** Bounds are multiples of the element size. */
  slice(start = 0, end = this.size): ByteSource {
    const scale = this.#from / this.#to;
    const part = this.#source.slice(start * scale, Math.min(end, this.size) * scale);
    return new DerivedBytes(part, [this.#from, this.#to], this.#convert);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#convert(await this.#source.arrayBuffer());
  }
}

/** Bytes in memory, of which slices are views. */
export function toSource(bytes: Uint8Array | ByteSource): ByteSource {
  if (!(bytes instanceof Uint8Array)) return bytes;
  return {
    size: bytes.length,
    slice: (start = 0, end = bytes.length) => toSource(bytes.subarray(start, end)),
    arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer),
  };
}
