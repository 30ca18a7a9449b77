import { transfer } from 'comlink';
import { rejectOnAbort } from '#core/delay.ts';
import { createAbortableCallback, type CallOptions } from './call-options.ts';
import type { DocumentList, FilesWorker, ReadDocument, SearchRequest, SearchResult } from './files-contract.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';

/**
 * The page's handle to the worker of the user's documents. Each call has the errors below.
 * @throws AppError from `FilesWorker` | worker-died
 */
export class FilesHandle {
  readonly #worker: SpawnedWorker<FilesWorker> = spawnWorker('files');

  get isAlive(): boolean {
    return !this.#worker.died.aborted;
  }

  list(): Promise<DocumentList> {
    return this.#call(this.#worker.remote.list());
  }

  /**
   * Reads a document. Aborting `signal` also stops the worker.
   * @param onProgress called with a fraction, 0 to 1
   */
  async read(
    file: File,
    model: string,
    {
      signal,
      onProgress,
    }: CallOptions & { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
  ): Promise<ReadDocument> {
    const { remote } = this.#worker;
    const stop = () => void remote.stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await rejectOnAbort(
        signal,
        this.#call(remote.read(file, model, createAbortableCallback(onProgress, signal))),
      );
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Aborting `signal` does not stop the worker. */
  readForReembedding(id: string, signal: AbortSignal): Promise<ReadDocument> {
    return rejectOnAbort(signal, this.#call(this.#worker.remote.readForReembedding(id)));
  }

  /** Transfers the vectors, which detaches the caller's buffer. */
  add(id: string, model: string, vectors: Float32Array<ArrayBuffer>): Promise<DocumentList> {
    return this.#call(this.#worker.remote.add(id, model, transfer(vectors, [vectors.buffer])));
  }

  remove(id: string): Promise<DocumentList> {
    return this.#call(this.#worker.remote.remove(id));
  }

  deleteAll(): Promise<DocumentList> {
    return this.#call(this.#worker.remote.deleteAll());
  }

  search(request: SearchRequest): Promise<SearchResult> {
    return this.#call(this.#worker.remote.search(request));
  }

  close(): void {
    this.#worker.terminate();
  }

  #call<T>(call: Promise<T>): Promise<T> {
    return rejectOnAbort(this.#worker.died, call);
  }
}
