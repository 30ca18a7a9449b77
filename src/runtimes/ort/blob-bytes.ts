/**
 * A Blob in the shape of bytes, read when a part of it is asked for and never held: the weights of a large file cross
 * the JavaScript heap one by one. The library asks for external data by `byteLength` and `subarray` alone, and copies
 * what it gets at once (`mountExternalData` and what reads it, in the library's glue code).
 * For workers: only there can a Blob be read without waiting.
 */
export class BlobBytes extends Uint8Array<ArrayBuffer> {
  readonly #blob: Blob;
  readonly #reader = new FileReaderSync();

  constructor(blob: Blob) {
    super(new ArrayBuffer(0));
    this.#blob = blob;
    Object.defineProperty(this, 'byteLength', { value: blob.size });
  }

  /** @throws DOMException where the file was moved or changed since it was chosen */
  override subarray(start = 0, end = this.#blob.size): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#reader.readAsArrayBuffer(this.#blob.slice(start, end)));
  }
}
