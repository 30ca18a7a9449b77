/**
 * A Blob with the interface of a byte array; a part is read when it is requested, so that the weights of a large file
 * pass through the JavaScript heap one by one. The library reads external data by `byteLength` and `subarray` only, and
 * copies it at once (`mountExternalData` and what reads it, in the library's glue code). For workers: only they can
 * read a Blob synchronously.
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
