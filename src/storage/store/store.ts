import { sumBytes } from '#core/model/sum-bytes.ts';
import { AppError } from '#core/errors/error.ts';
import { toStorageError } from '#core/errors/storage-error.ts';
import type { DownloadProgress, FetchRequest, StoredFile, StoredModel } from '#core/model/stored-model.ts';
import { selectModelFiles } from '../files/chosen-files.ts';
import { copyFiles, deleteTemporaryCopies, type CopiedFile, type CopyOptions } from './copy-files.ts';
import { FileFetches, type FetchOptions } from '../download/file-fetches.ts';
import { hashFile } from '../download/hash-worker-client.ts';
import { LinkedModels } from './linked-models.ts';
import { markInUse, tryWithLock, withExclusiveLock, withLock, withStoreLock, withUnusedModel } from './locks.ts';
import { createMemoryFileStore } from './memory-file-store.ts';
import { identifyFiles, type LoadedModel } from '../files/model-files.ts';
import { openOpfsFileStore } from './opfs-file-store.ts';
import type { FileStore } from './file-store.ts';
import { openIndex, type StoredIndex } from './stored-index.ts';

/** The models stored in this browser: bytes by SHA-256, and records in the index. All tabs share one store. */
export class ModelStore {
  readonly fileStore: FileStore;
  readonly linked: LinkedModels;
  readonly #index: StoredIndex;
  readonly #files: FileFetches;
  /** The running downloads of this worker, by model id. */
  readonly #fetching = new Map<string, Promise<unknown>>();

  private constructor(fileStore: FileStore, index: StoredIndex) {
    this.fileStore = fileStore;
    this.#index = index;
    this.linked = new LinkedModels(index);
    this.#files = new FileFetches(fileStore, index);
  }

  /** Opens the store, which is in memory and lost with the worker if there is no origin private file system. */
  static async open(): Promise<ModelStore> {
    const hasFiles = globalThis.isSecureContext && 'createSyncAccessHandle' in FileSystemFileHandle.prototype;
    const fileStore = hasFiles
      ? await openOpfsFileStore().catch(() => createMemoryFileStore())
      : createMemoryFileStore();
    return new ModelStore(fileStore, await openIndex());
  }

  listModels(): Promise<StoredModel[]> {
    return this.#index.getAll('models');
  }

  /**
   * Downloads and stores the missing bytes of a model's files. An abort pauses the download; the next call resumes it.
   * @param options `onProgress` receives the progress of all files together
   * @throws AppError fetch-failed | access-denied | storage-failed | model-corrupt | aborted
   */
  async fetch(request: FetchRequest, options: FetchOptions): Promise<StoredModel> {
    const fetching = this.#fetchModel(request, options).catch((thrown: unknown) => {
      // A record is written before the download, so a write error of the database is reported immediately.
      throw thrown instanceof DOMException ? toStorageError(thrown) : thrown;
    });
    this.#fetching.set(request.id, fetching);
    return fetching.finally(() => this.#fetching.delete(request.id));
  }

  /** Lists the models whose download is paused or failed: `fetch` resumes it, `discard` deletes it. */
  listPending(): Promise<FetchRequest[]> {
    return this.#index.getAll('pending');
  }

  /**
   * Deletes an incomplete model. The caller must have aborted its download in this worker.
   * @throws AppError model-in-use if another tab is downloading it
   */
  async discard(id: string): Promise<void> {
    await this.#fetching.get(id)?.catch(() => {}); // the caller has aborted it; its files are released when it ends
    await this.#unlessDownloading(id, async () => {
      const { files = [] } = (await this.#index.get('pending', id)) ?? {};
      // The download of a file for another model continues.
      for (const { url } of files) await this.#files.discard(url);
      await withStoreLock(async () => {
        await this.#index.delete('pending', id);
        await this.#sweep(files.flatMap(({ sha256 }) => sha256 ?? []));
      });
    });
  }

  /**
   * Opens the files of a stored model for an engine in this worker. The model is in use until the worker ends.
   * @throws AppError model-unknown | storage-failed if the browser deleted them
   */
  async use(id: string): Promise<LoadedModel> {
    const { entry, files: stored } = await this.#requireModel(id);
    await markInUse(id);
    const files = await this.openFiles(id);
    return { model: { id, entry, files }, ...(await identifyFiles(stored)), downloadMs: null };
  }

  /**
   * Opens the files of a stored model as Blobs on disk, not in memory, and records the use of the model.
   * @throws AppError model-unknown | storage-failed
   */
  async openFiles(id: string): Promise<ReadonlyMap<string, Blob>> {
    const files = new Map<string, Blob>();
    for (const { name, sha256 } of (await this.#requireModel(id)).files) {
      const file = await this.fileStore.openFile(sha256);
      if (!file) throw new AppError('storage-failed', { reason: 'cleared-by-browser', file: name });
      files.set(name, file);
    }
    await this.#update(id, { usedAt: Date.now() });
    return files;
  }

  /**
   * Pins or unpins a model.
   * @throws AppError model-unknown
   */
  async pin(id: string, isPinned: boolean): Promise<void> {
    await this.#update(id, { isPinned });
  }

  /**
   * Copies the user's files into the store, so the model does not depend on the originals. The id contains the hash, so
   * the same files are the same model, and different files with the same name are not.
   * @throws AppError model-unknown | storage-failed | file-unreadable | aborted
   */
  async storeCopy(files: readonly File[], options: CopyOptions = {}): Promise<StoredModel> {
    const { entry } = selectModelFiles(files);
    return withLock(copyLock, async () => {
      const copied = await copyFiles(this.fileStore, files, options);
      const id = `${entry} (${(await identifyFiles(copied)).sha256.slice(0, 8)})`;
      return withStoreLock(() => this.#commit(copied, { id, entry, source: 'file' }));
    });
  }

  /**
   * Stores files that were created from another model, the `source`.
   * @throws AppError storage-failed
   */
  async storeConverted(
    files: readonly File[],
    model: Pick<StoredModel, 'id' | 'entry' | 'source'>,
  ): Promise<StoredModel> {
    return withLock(copyLock, async () => {
      const copied = await copyFiles(this.fileStore, files);
      return withStoreLock(() => this.#commit(copied, model));
    });
  }

  /** Hashes all files again, and returns the names of missing or changed ones. */
  async verify(id: string): Promise<string[]> {
    const damaged: string[] = [];
    for (const { name, sha256 } of (await this.#requireModel(id)).files) {
      const file = await this.fileStore.openFile(sha256);
      if (!file || (await hashFile(file)) !== sha256) damaged.push(name);
    }
    return damaged;
  }

  /**
   * Deletes a model.
   * @throws AppError model-unknown | model-in-use if a tab has it open or is downloading it again
   */
  async remove(id: string): Promise<void> {
    const { files } = await this.#requireModel(id);
    const deleteModel = () =>
      withStoreLock(async () => {
        await this.#index.delete('models', id);
        await this.#sweep(files.map(({ sha256 }) => sha256));
      });
    await this.#unlessDownloading(id, () => withUnusedModel(id, deleteModel));
  }

  /**
   * Compares the records with the files on disk, on start. Deletes records of models that the browser deleted, and
   * files without a record.
   * @returns the ids of the deleted models
   */
  async reconcile(): Promise<string[]> {
    return withStoreLock(async () => {
      const present = new Map((await this.fileStore.listFiles()).map(({ sha256, sizeBytes }) => [sha256, sizeBytes]));
      const models = await this.listModels();
      const cleared = models.filter(({ files }) =>
        files.some(({ sha256, sizeBytes }) => present.get(sha256) !== sizeBytes),
      );
      for (const { id } of cleared) await this.#index.delete('models', id);
      await this.#files.sweep();
      await tryWithLock(copyLock, () => deleteTemporaryCopies(this.fileStore));
      await this.#sweep(cleared.flatMap(({ files }) => files.map(({ sha256 }) => sha256)));
      return cleared.map(({ id }) => id);
    });
  }

  async #unlessDownloading(id: string, callback: () => Promise<void>): Promise<void> {
    if (!(await tryWithLock(toFetchLockName(id), callback))) throw new AppError('model-in-use', { model: id });
  }

  /** Reads and changes the record with the lock, so changes of other tabs are preserved. */
  #update(id: string, changes: Partial<StoredModel>): Promise<unknown> {
    return withStoreLock(async () => this.#index.put('models', { ...(await this.#requireModel(id)), ...changes }));
  }

  /**
   * Deletes whole files that neither a model nor a pending download uses; the caller holds the lock. If a pending
   * download has files of unknown hashes, its finished files may not have a record yet, so only `unreferenced` files
   * are deleted.
   * @param unreferenced hashes of files whose record was just deleted
   */
  async #sweep(unreferenced: readonly string[]): Promise<void> {
    const storedHashes = (await this.listModels()).flatMap(({ files }) => files.map(({ sha256 }) => sha256));
    const pendingHashes = (await this.listPending()).flatMap(({ files }) => files.map(({ sha256 }) => sha256));
    const neededHashes = new Set([...storedHashes, ...pendingHashes]);
    const candidates = pendingHashes.includes(null)
      ? unreferenced
      : (await this.fileStore.listFiles()).map(({ sha256 }) => sha256);
    for (const sha256 of candidates) if (!neededHashes.has(sha256)) await this.fileStore.remove(sha256);
  }

  async #fetchModel(request: FetchRequest, { signal, onProgress }: FetchOptions): Promise<StoredModel> {
    const { id, files } = request;
    const requestBytes = sumBytes(files);
    const onWait = () =>
      onProgress({ receivedBytes: 0, totalBytes: requestBytes, bytesPerS: null, remainingMs: null, notice: 'waiting' });
    return withExclusiveLock(toFetchLockName(id), { signal, onWait }, async () => {
      const previous = await this.#index.get('pending', id);
      await withStoreLock(() => this.#index.put('pending', request)); // protects its files from deletion
      await this.#files.moveUnfinished(previous?.files ?? [], files);
      const stored: StoredFile[] = [];
      const recordHashes = () =>
        withStoreLock(async () => {
          // Protects the bytes from deletion, even if another model stored them under a different name.
          const hashed = files.map((file, index) => ({ ...file, sha256: stored[index]?.sha256 ?? file.sha256 }));
          await this.#index.put('pending', { ...request, files: hashed });
        });
      for (const file of files) {
        const storedBytes = sumBytes(stored);
        const onTotalProgress = (progress: DownloadProgress) =>
          onProgress(toTotalProgress(progress, storedBytes, requestBytes));
        stored.push(await this.#files.fetch(file, { signal, onProgress: onTotalProgress }));
        if (file.sha256 === null) await recordHashes();
      }
      return withStoreLock(async () => {
        for (const { name, sha256 } of stored) {
          if (!(await this.fileStore.openFile(sha256)))
            throw new AppError('storage-failed', { reason: 'deleted-meanwhile', file: name });
        }
        const model = await this.#record(request, stored);
        await this.#index.delete('pending', id);
        return model;
      });
    });
  }

  /** Stores copied files and their record; the caller holds the lock. */
  async #commit(
    copied: readonly CopiedFile[],
    model: Pick<StoredModel, 'id' | 'entry' | 'source'>,
  ): Promise<StoredModel> {
    for (const { part, sha256 } of copied) await this.fileStore.commit(part, sha256);
    const stored = copied.map(({ name, sha256, sizeBytes }) => ({ name, sha256, sizeBytes }));
    return this.#record(model, stored);
  }

  /** Stores the record of a complete model, with the pin of its previous record; the caller holds the lock. */
  async #record(
    { id, entry, source }: Pick<StoredModel, 'id' | 'entry' | 'source'>,
    files: readonly StoredFile[],
  ): Promise<StoredModel> {
    const isPinned = (await this.#index.get('models', id))?.isPinned ?? false;
    const now = Date.now();
    const model = { id, entry, source, files, addedAt: now, usedAt: now, isPinned };
    await this.#index.put('models', model);
    return model;
  }

  async #requireModel(id: string): Promise<StoredModel> {
    const model = await this.#index.get('models', id);
    if (!model) throw new AppError('model-unknown', { model: id });
    return model;
  }
}

/** The lock for copying: only one copy runs at a time. */
const copyLock = 'assay-copy';
const toFetchLockName = (id: string) => `assay-fetch ${id}`;

function toTotalProgress(progress: DownloadProgress, previousBytes: number, allBytes: number | null): DownloadProgress {
  return { ...progress, receivedBytes: previousBytes + progress.receivedBytes, totalBytes: allBytes };
}
