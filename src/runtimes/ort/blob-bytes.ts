/**
 * A Blob with the interface of a byte array. Each range is read when it is requested, so the tensors of a large file
 * pass through the JavaScript heap individually. Of external data, the library uses only `byteLength` and `subarray`,
 * and it copies the bytes immediately (`mountExternalData` and its readers in the library's glue code). Only workers
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
