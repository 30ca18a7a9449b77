import type { CompanionConnection } from '#companion-client/connection.ts';
import { delay } from '#core/delay.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import type { Progress } from '#core/report/progress.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { hashSource } from '#storage/hash-source.ts';

/** Size of one message in bytes: small enough for smooth progress, large enough to keep the cost of the answers low. */
const partBytes = 8 << 20;
/** While another page is sending the same file: how often to check whether it has finished. */
const pollMs = 200;

/** A file, identified as in the companion. */
interface SentFile {
  readonly name: string;
  readonly sha256: string;
}

/** Sends the files of models to a companion, each only if it does not have it yet. */
export class FileSender {
  readonly #connection: CompanionConnection;
  readonly #onProgress: (progress: Progress) => void;
  /** Files that several graphs share are hashed and sent once. */
  readonly #sent = new Map<Uint8Array | ByteSource, Promise<string>>();

  constructor(connection: CompanionConnection, onProgress: (progress: Progress) => void) {
    this.#connection = connection;
    this.#onProgress = onProgress;
  }

  /**
   * Resolves once the companion has every file of a model. If the page is closed, received bytes remain, and the next
   * upload continues there.
   * @throws AppError model-corrupt | file-unreadable | storage-failed of the companion | companion-unreachable
   */
  async send({ files, entry }: ModelFiles): Promise<SentFile[]> {
    const sent: SentFile[] = [];
    if (!files.has(entry))
      throw new AppError('model-corrupt', { format: 'model', reason: 'file-missing', file: entry });
    for (const [name, bytes] of files) {
      const source = bytes instanceof Uint8Array ? toByteSource(bytes) : bytes;
      if (source.size === 0) throw new AppError('model-corrupt', { format: 'model', reason: 'file-empty', file: name });
      const sending = this.#sent.get(bytes) ?? this.#sendFile(name, source);
      this.#sent.set(bytes, sending);
      sent.push({ name, sha256: await sending });
    }
    return sent;
  }

  async #sendFile(name: string, source: ByteSource): Promise<string> {
    const read = <T>(reading: Promise<T>) =>
      reading.catch((thrown: unknown) => {
        throw new AppError('file-unreadable', { file: name, why: String(thrown) }, { cause: thrown });
      });
    const sha256 = await read(hashSource(source));
    const begin = () => this.#connection.request({ type: 'begin-upload', sha256, sizeBytes: source.size });
    let received = await begin();
    const startedMs = performance.now();
    const startedBytes = received.receivedBytes;
    while (!received.isComplete) {
      const offset = received.receivedBytes;
      this.#report(name, source.size, offset, (performance.now() - startedMs) / (offset - startedBytes));
      const data = new Uint8Array(await read(source.slice(offset, offset + partBytes).arrayBuffer()));
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
