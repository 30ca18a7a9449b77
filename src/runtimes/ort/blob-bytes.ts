/**
 * A Blob with the interface of a byte array. A range is read when it is requested, so the weights of a large file pass
 * through the JavaScript heap one by one. The library uses only `byteLength` and `subarray` of external data, and
 * copies it at once (`mountExternalData` and its readers, in the library's glue code). Workers only: no other thread
 * can read a Blob synchronously.
 */
export class BlobBytes extends Uint8Array<ArrayBuffer> {
  readonly #blob: Blob;
  readonly #reader = new FileReaderSync();

  constructor(blob: Blob) {
    super(new ArrayBuffer(0));
    this.#blob = blob;
    Object.defineProperty(this, 'byteLength', { value: blob.size });
  }

  /** @throws DOMException if the file was moved or changed since it was chosen */
  override subarray(start = 0, end = this.#blob.size): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#reader.readAsArrayBuffer(this.#blob.slice(start, end)));
  }
}
