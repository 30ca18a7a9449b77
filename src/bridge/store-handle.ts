import { proxy } from 'comlink';
import { rejectOnAbort } from '#core/delay.ts';
import { asAppError } from '#core/errors/error.ts';
import type { DownloadProgress, FetchRequest, StorageQuota, StoredModel } from '#core/model/stored-model.ts';
import type { LinkedFile, LinkedModel, StoreWorker } from './session-contract.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';

export interface CopyOptions {
  /** Aborting deletes what was copied. */
  readonly signal?: AbortSignal;
  /** Called with the bytes copied so far, of all files together. */
  readonly onCopied?: (copiedBytes: number) => void;
}

export interface FetchOptions {
  /** Aborting pauses the download. The received bytes stay on disk, and the next `fetch` resumes there. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/**
 * The page's handle to the model store. Each call has the errors below.
 * @throws AppError storage-failed | worker-died, in addition to those of the call
 */
export class StoreHandle {
  readonly #worker: SpawnedWorker<StoreWorker> = spawnWorker('store');

  /** Returns the ids of the models that the browser has cleared since the last start. */
  start(): Promise<readonly string[]> {
    return this.#call((remote) => remote.start());
  }

  listModels(): Promise<readonly StoredModel[]> {
    return this.#call((remote) => remote.listModels());
  }

  /** The models with an incomplete download. */
  listPending(): Promise<readonly FetchRequest[]> {
    return this.#call((remote) => remote.listPending());
  }

  readQuota(): Promise<StorageQuota> {
    return this.#call((remote) => remote.readQuota());
  }

  /**
   * Downloads and stores a model. The first call requests persistent storage from the browser.
   * @throws AppError fetch-failed | access-denied | model-corrupt | aborted
   */
  async fetch(request: FetchRequest, { signal, onProgress }: FetchOptions = {}): Promise<StoredModel> {
    this.#requestPersistence().catch(() => {}); // the page warns if storage is not persistent
    const report = proxy((progress: DownloadProgress) => onProgress?.(progress));
    return this.#callAbortable(signal, (remote, ticket) => remote.fetch(request, ticket, report));
  }

  /** Deletes an incomplete model. */
  discard(id: string): Promise<void> {
    return this.#call((remote) => remote.discard(id));
  }

  pin(id: string, isPinned: boolean): Promise<void> {
    return this.#call((remote) => remote.pin(id, isPinned));
  }

  /** Hashes all files again. @returns the names of those that are missing or have changed */
  verify(id: string): Promise<readonly string[]> {
    return this.#call((remote) => remote.verify(id));
  }

  /** @throws AppError model-in-use if a tab has the model open */
  remove(id: string): Promise<void> {
    return this.#call((remote) => remote.remove(id));
  }

  /**
   * Copies the user's files into the store.
   * @throws AppError model-unknown | file-unreadable | aborted
   */
  storeCopy(files: readonly File[], { signal, onCopied }: CopyOptions = {}): Promise<StoredModel> {
    this.#requestPersistence().catch(() => {});
    const report = proxy((copiedBytes: number) => onCopied?.(copiedBytes));
    return this.#callAbortable(signal, (remote, ticket) => remote.storeCopy(files, ticket, report));
  }

  /**
   * Stores handles to the user's files (File System Access), to open them later without a copy. The same files get the
   * same id again.
   * @throws AppError model-unknown
   */
  linkFiles(files: readonly LinkedFile[]): Promise<LinkedModel> {
    return this.#call((remote) => remote.linkFiles(files));
  }

  listLinkedFiles(): Promise<readonly LinkedModel[]> {
    return this.#call((remote) => remote.listLinkedFiles());
  }

  /**
   * Records that the files were opened, with their current sizes and dates. Does nothing if the model was unlinked.
   */
  touchLinkedFiles(id: string, files: readonly LinkedFile[]): Promise<void> {
    return this.#call((remote) => remote.touchLinkedFiles(id, files));
  }

  /** Deletes the handles, not the files. */
  unlinkFiles(id: string): Promise<void> {
    return this.#call((remote) => remote.unlinkFiles(id));
  }

  /** Blobs on disk, which are read when they are used. */
  openFiles(id: string): Promise<ReadonlyMap<string, Blob>> {
    return this.#call((remote) => remote.openFiles(id));
  }

  close(): void {
    this.#worker.terminate();
  }

  #call<T>(use: (remote: SpawnedWorker<StoreWorker>['remote']) => Promise<T>): Promise<T> {
    return rejectOnAbort(this.#worker.died, use(this.#worker.remote));
  }

  /** @throws AppError aborted, in addition to those of the call */
  async #callAbortable<T>(
    signal: AbortSignal | undefined,
    use: (remote: SpawnedWorker<StoreWorker>['remote'], ticket: string) => Promise<T>,
  ): Promise<T> {
    const ticket = crypto.randomUUID();
    const abort = () => void this.#worker.remote.abort(ticket);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      return await this.#call((remote) => use(remote, ticket));
    } catch (thrown) {
      throw asAppError(thrown);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async #requestPersistence(): Promise<void> {
    const storage: PageStorage = navigator.storage;
    if (!(await storage.persisted())) await storage.persist?.();
  }
}

/** Only pages can request persistent storage, so the types shared with workers lack it. */
interface PageStorage {
  persisted(): Promise<boolean>;
  persist?(): Promise<boolean>;
}
