import { proxy } from 'comlink';
import { abortable } from '#core/delay.ts';
import { asAppError } from '#core/error.ts';
import type { DownloadProgress, FetchRequest, StorageQuota, StoredModel } from '#core/storage.ts';
import type { LinkedFile, LinkedModel, StoreWorker } from './contract.ts';
import { spawnWorker, type SpawnedWorker } from './spawn.ts';

export interface FetchOptions {
  /** Aborting pauses: what was fetched stays, and the next `fetch` resumes there. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/**
 * The store as the page sees it. Every call @throws AppError storage-failed | worker-died, in addition to its own
 * errors.
 */
export class StoreHandle {
  readonly #worker: SpawnedWorker<StoreWorker> = spawnWorker('store');

  /** Models that the browser has cleared since the last time, by id. */
  start(): Promise<readonly string[]> {
    return this.#call((remote) => remote.start());
  }

  models(): Promise<readonly StoredModel[]> {
    return this.#call((remote) => remote.models());
  }

  /** Models whose fetching was begun and has not ended. */
  pending(): Promise<readonly FetchRequest[]> {
    return this.#call((remote) => remote.pending());
  }

  quota(): Promise<StorageQuota> {
    return this.#call((remote) => remote.quota());
  }

  /**
   * Fetches and stores a model. The first time, the browser is asked for persistent storage, since from now on there is
   * something to lose.
   * @throws AppError fetch-failed | access-denied | model-corrupt | aborted
   */
  async fetch(request: FetchRequest, { signal, onProgress }: FetchOptions = {}): Promise<StoredModel> {
    this.#askToPersist().catch(() => {}); // not offered here: stored files may be cleared, which the page shows
    const ticket = crypto.randomUUID();
    const pause = () => void this.#worker.remote.pause(ticket);
    signal?.addEventListener('abort', pause, { once: true });
    try {
      signal?.throwIfAborted();
      const onStep = proxy((progress: DownloadProgress) => onProgress?.(progress));
      return await this.#call((remote) => remote.fetch(request, ticket, onStep));
    } catch (thrown) {
      throw asAppError(thrown);
    } finally {
      signal?.removeEventListener('abort', pause);
    }
  }

  /** Deletes an incomplete model. */
  discard(id: string): Promise<void> {
    return this.#call((remote) => remote.discard(id));
  }

  pin(id: string, isPinned: boolean): Promise<void> {
    return this.#call((remote) => remote.pin(id, isPinned));
  }

  /** Reads every byte again. Returns the names of files that are gone or no longer what they were. */
  verify(id: string): Promise<readonly string[]> {
    return this.#call((remote) => remote.verify(id));
  }

  /** @throws AppError model-in-use where a tab has it open */
  remove(id: string): Promise<void> {
    return this.#call((remote) => remote.remove(id));
  }

  /** Copies files of the user's into the store. @throws AppError model-unknown | file-unreadable */
  storeCopy(files: readonly File[]): Promise<StoredModel> {
    this.#askToPersist().catch(() => {});
    return this.#call((remote) => remote.storeCopy(files));
  }

  /**
   * Remembers files of the user's (File System Access), to open them in place later, without a copy. The id of the same
   * files stays the same. @throws AppError model-unknown
   */
  linkFiles(files: readonly LinkedFile[]): Promise<LinkedModel> {
    return this.#call((remote) => remote.linkFiles(files));
  }

  linkedFiles(): Promise<readonly LinkedModel[]> {
    return this.#call((remote) => remote.linkedFiles());
  }

  /**
   * Records that they were opened, and their current sizes and dates. A model that was forgotten in the meantime stays
   * forgotten.
   */
  touchLinkedFiles(id: string, files: readonly LinkedFile[]): Promise<void> {
    return this.#call((remote) => remote.touchLinkedFiles(id, files));
  }

  /** Forgets the handles; the files stay where they are. */
  unlinkFiles(id: string): Promise<void> {
    return this.#call((remote) => remote.unlinkFiles(id));
  }

  /** The files themselves, to export or to read: Blobs on the disk, not in memory. */
  files(id: string): Promise<ReadonlyMap<string, Blob>> {
    return this.#call((remote) => remote.files(id));
  }

  close(): void {
    this.#worker.terminate();
  }

  #call<T>(use: (remote: SpawnedWorker<StoreWorker>['remote']) => Promise<T>): Promise<T> {
    return abortable(this.#worker.died, use(this.#worker.remote));
  }

  async #askToPersist(): Promise<void> {
    const storage: PageStorage = navigator.storage;
    if (!(await storage.persisted())) await storage.persist?.();
  }
}

/** Only pages can request it; the types that pages and workers share lack it. */
interface PageStorage {
  persisted(): Promise<boolean>;
  persist?(): Promise<boolean>;
}
