import type { CompanionConnection } from '#companion-client/connection.ts';
import { delay } from '#core/delay.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import type { Progress } from '#core/report/progress.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { hashSource } from '#storage/hash-source.ts';

/**
 * The size of uploaded chunks: small enough for smooth progress, large enough for few round trips. Heuristic, not
 * measured.
 */
const chunkBytes = 8 << 20;
/** Polling interval while another page uploads the same file. */
const pollMs = 200;

/** A file in the companion, identified by its hash. */
interface UploadedFile {
  readonly name: string;
  readonly sha256: string;
}

/** Uploads model files to a companion, skipping those that it already has. */
export class FileSender {
  readonly #connection: CompanionConnection;
  readonly #onProgress: (progress: Progress) => void;
  /** Hashes by content: a file that several graphs share is hashed and uploaded once. */
  readonly #sent = new Map<Uint8Array | ByteSource, Promise<string>>();

  constructor(connection: CompanionConnection, onProgress: (progress: Progress) => void) {
    this.#connection = connection;
    this.#onProgress = onProgress;
  }

  /**
   * Uploads a model's files. An upload that was interrupted by closing the page resumes at the last received byte.
   * @throws AppError model-corrupt | file-unreadable | storage-failed (in the companion) | companion-unreachable
   */
  async send({ files, entry }: ModelFiles): Promise<UploadedFile[]> {
    const uploaded: UploadedFile[] = [];
    if (!files.has(entry))
      throw new AppError('model-corrupt', { format: 'model', reason: 'file-missing', file: entry });
    for (const [name, bytes] of files) {
      const source = bytes instanceof Uint8Array ? toByteSource(bytes) : bytes;
      if (source.size === 0) throw new AppError('model-corrupt', { format: 'model', reason: 'file-empty', file: name });
      const upload = this.#sent.get(bytes) ?? this.#sendFile(name, source);
      this.#sent.set(bytes, upload);
      uploaded.push({ name, sha256: await upload });
    }
    return uploaded;
  }

  async #sendFile(name: string, source: ByteSource): Promise<string> {
    const wrapReadError = <T>(reading: Promise<T>) =>
      reading.catch((thrown: unknown) => {
        throw new AppError('file-unreadable', { file: name, why: String(thrown) }, { cause: thrown });
      });
    const sha256 = await wrapReadError(hashSource(source));
    const begin = () => this.#connection.request({ type: 'begin-upload', sha256, sizeBytes: source.size });
    let received = await begin();
    const startedMs = performance.now();
    const startedBytes = received.receivedBytes;
    while (!received.isComplete) {
      const offset = received.receivedBytes;
      this.#report(name, source.size, offset, (performance.now() - startedMs) / (offset - startedBytes));
      const data = new Uint8Array(await wrapReadError(source.slice(offset, offset + chunkBytes).arrayBuffer()));
      const tensors = { bytes: { dtype: 'uint8', shape: [data.length], data } } as const;
      received = await this.#connection.request({ type: 'upload', sha256, offset, tensors }).catch(async (thrown) => {
        if (asAppError(thrown).facts.reason !== 'upload-order') throw thrown;
        await delay(pollMs);
        return begin();
      });
    }
    return sha256;
  }

  #report(file: string, sizeBytes: number, sentBytes: number, msPerByte: number): void {
    const remainingMs = Number.isFinite(msPerByte) ? (sizeBytes - sentBytes) * msPerByte : null;
    this.#onProgress({ phase: 'send', fraction: sentBytes / sizeBytes, remainingMs, detail: file });
  }
}
