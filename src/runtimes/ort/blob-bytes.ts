/**
 * A Blob in the shape of bytes, read when a part of it is asked for and never held: a weight of a large file crosses
 * the JavaScript heap by itself. The library asks for external data by `byteLength` and `subarray` alone
 * (`mountExternalData` in its glue code). For workers: only there can a Blob be read without waiting.
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
