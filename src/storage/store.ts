import { AppError } from '#core/error.ts';
import type { DownloadProgress, FetchRequest, StoredFile, StoredModel } from '#core/storage.ts';
import { chosenFiles, entryOf } from './chosen-files.ts';
import { copyFiles, deleteTemporaryCopies } from './copy-files.ts';
import { FileFetches, type FetchOptions } from './file-fetches.ts';
import { hashOf } from './hash-thread.ts';
import { withExclusiveLock, markInUse, tryWithLock, withLock, withUnusedModel } from './locks.ts';
import { memoryFileStore } from './memory-file-store.ts';
import { sha256OfAll, type LoadedModel } from './model-files.ts';
import { opfsFileStore } from './opfs-file-store.ts';
import type { FileStore } from './file-store.ts';
import { openIndex, type LinkedFile, type LinkedModel, type StoredIndex } from './stored-index.ts';

/** Models stored in this browser: their bytes by sha256, and what they are in the index. One store for all tabs. */
export class ModelStore {
  readonly place: FileStore;
  readonly #index: StoredIndex;
  readonly #files: FileFetches;
  /** The fetches of this worker, by model id. */
  readonly #fetching = new Map<string, Promise<unknown>>();

  private constructor(place: FileStore, index: StoredIndex) {
    this.place = place;
    this.#index = index;
    this.#files = new FileFetches(place, index);
  }

  /** In a browser without the origin private file system, the store is in memory and ends with the worker. */
  static async open(): Promise<ModelStore> {
    const hasFiles = globalThis.isSecureContext && 'createSyncAccessHandle' in FileSystemFileHandle.prototype;
    const place = hasFiles ? await opfsFileStore().catch(() => memoryFileStore()) : memoryFileStore();
    return new ModelStore(place, await openIndex());
  }

  models(): Promise<StoredModel[]> {
    return this.#index.getAll('models');
  }

  /**
   * Fetches and stores what is missing of a model's files. Aborting pauses: the next call resumes there.
   * @param options Progress is that of all files together.
   * @throws AppError fetch-failed | access-denied | storage-failed | model-corrupt | aborted
   */
  async fetch(request: FetchRequest, options: FetchOptions): Promise<StoredModel> {
    const fetching = this.#fetchModel(request, options);
    this.#fetching.set(request.id, fetching);
    return fetching.finally(() => this.#fetching.delete(request.id));
  }

  /** Models whose fetch was paused, failed or was refused: `fetch` resumes them, `discard` forgets them. */
  pending(): Promise<FetchRequest[]> {
    return this.#index.getAll('pending');
  }

  /**
   * Deletes an incomplete model. A fetch of it in this worker has to be stopped before.
   * @throws AppError model-in-use where another tab fetches it
   */
  async discard(id: string): Promise<void> {
    await this.#fetching.get(id)?.catch(() => {}); // it has been stopped, and releases its files
    await this.#unlessFetched(id, async () => {
      const { files = [] } = (await this.#index.get('pending', id)) ?? {};
      // A file that another model is fetching as well stays under way for that one.
      for (const { url } of files) await this.#files.discard(url);
      await this.#alone(async () => {
        await this.#index.delete('pending', id);
        await this.#sweep(files.flatMap(({ sha256 }) => sha256 ?? []));
      });
    });
  }

  /**
   * The files of a stored model for an engine in this worker. The model counts as in use until the worker ends.
   * @throws AppError model-unknown | storage-failed where the browser has cleared them
   */
  async use(id: string): Promise<LoadedModel> {
    const { entry, files: stored } = await this.#known(id);
    await markInUse(id);
    const files = await this.files(id);
    const sizeBytes = stored.reduce((total, file) => total + file.sizeBytes, 0);
    return { model: { id, entry, files }, sizeBytes, sha256: await sha256OfAll(stored), downloadMs: null };
  }

  /**
   * Blobs on the disk, not in memory; asking for them counts as using the model. @throws AppError model-unknown |
   * storage-failed
   */
  async files(id: string): Promise<ReadonlyMap<string, Blob>> {
    const files = new Map<string, Blob>();
    for (const { name, sha256 } of (await this.#known(id)).files) {
      const file = await this.place.file(sha256);
      if (!file) throw new AppError('storage-failed', { reason: 'cleared-by-browser', file: name });
      files.set(name, file);
    }
    await this.#change(id, { usedAt: Date.now() });
    return files;
  }

  /** @throws AppError model-unknown */
  async pin(id: string, isPinned: boolean): Promise<void> {
    await this.#change(id, { isPinned });
  }

  /**
   * Copies files of the user's into the store, where they survive the ones on the disk. The hash is in the id: the same
   * files are the same model, others of the same name are not.
   * @throws AppError model-unknown | storage-failed | file-unreadable
   */
  async storeCopy(files: readonly File[]): Promise<StoredModel> {
    const { entry } = chosenFiles(files);
    return withLock(copying, async () => {
      const copied = await copyFiles(this.place, files);
      const id = `${entry} (${(await sha256OfAll(copied)).slice(0, 8)})`;
      return this.#alone(async () => {
        for (const { part, sha256 } of copied) await this.place.keep(part, sha256);
        const stored = copied.map(({ name, sha256, sizeBytes }) => ({ name, sha256, sizeBytes }));
        return this.#record({ id, entry, source: 'file' }, stored);
      });
    });
  }

  /**
   * Remembers files of the user's, to open them in place, without a copy. A model is the same as one remembered before
   * where its entry is the same file on the disk; the id is the entry's name, numbered where another model has it.
   * @throws AppError model-unknown where no name shows which file is opened first
   */
  async linkFiles(files: readonly LinkedFile[]): Promise<LinkedModel> {
    const entry = entryIn(files);
    return this.#alone(async () => {
      const others = await this.linkedFiles();
      let id = entry.name;
      for (let count = 2; others.some((other) => other.id === id); count++) id = `${entry.name} (${count})`;
      for (const other of others) if (await entryIn(other.files).isSameEntry(entry)) id = other.id;
      const model = { id, files, usedAt: Date.now() };
      await this.#index.put('kept', model);
      return model;
    });
  }

  linkedFiles(): Promise<LinkedModel[]> {
    return this.#index.getAll('kept');
  }

  /**
   * Records that they were opened, and their current sizes and dates. A model that was forgotten in the meantime stays
   * forgotten.
   */
  async touchLinkedFiles(id: string, files: readonly LinkedFile[]): Promise<void> {
    await this.#alone(async () => {
      if (await this.#index.get('kept', id)) await this.#index.put('kept', { id, files, usedAt: Date.now() });
    });
  }

  /** Forgets the handles; the files stay where they are. */
  async unlinkFiles(id: string): Promise<void> {
    await this.#alone(() => this.#index.delete('kept', id));
  }

  /** Reads every byte again. Returns the names of files that are gone or no longer what they were. */
  async verify(id: string): Promise<string[]> {
    const bad: string[] = [];
    for (const { name, sha256 } of (await this.#known(id)).files) {
      const file = await this.place.file(sha256);
      if (!file || (await hashOf(file)) !== sha256) bad.push(name);
    }
    return bad;
  }

  /** @throws AppError model-unknown | model-in-use where a tab has it open or is fetching it again */
  async remove(id: string): Promise<void> {
    const { files } = await this.#known(id);
    const forget = () =>
      this.#alone(async () => {
        await this.#index.delete('models', id);
        await this.#sweep(files.map(({ sha256 }) => sha256));
      });
    await this.#unlessFetched(id, () => withUnusedModel(id, forget));
  }

  /**
   * To be called on start: compares the records with what is on the disk. Returns the models that the browser has
   * cleared; their records are dropped, and so are bytes that no record names.
   */
  async reconcile(): Promise<string[]> {
    return this.#alone(async () => {
      const present = new Map((await this.place.files()).map(({ sha256, sizeBytes }) => [sha256, sizeBytes]));
      const models = await this.models();
      const gone = models.filter(({ files }) =>
        files.some(({ sha256, sizeBytes }) => present.get(sha256) !== sizeBytes),
      );
      for (const { id } of gone) await this.#index.delete('models', id);
      await this.#files.sweep();
      await tryWithLock(copying, () => deleteTemporaryCopies(this.place));
      await this.#sweep(gone.flatMap(({ files }) => files.map(({ sha256 }) => sha256)));
      return gone.map(({ id }) => id);
    });
  }

  /** Only one tab at a time compares records with files, or changes the records that decide what is deleted. */
  #alone<T>(act: () => Promise<T>): Promise<T> {
    return withLock('assay-store', act);
  }

  async #unlessFetched(id: string, act: () => Promise<void>): Promise<void> {
    if (!(await tryWithLock(fetchOf(id), act))) throw new AppError('model-in-use', { model: id });
  }

  /** What another tab writes about the model in the meantime stays, and a deleted model stays deleted. */
  #change(id: string, changes: Partial<StoredModel>): Promise<unknown> {
    return this.#alone(async () => this.#index.put('models', { ...(await this.#known(id)), ...changes }));
  }

  /**
   * Deletes whole files that neither a model nor a pending fetch names; the caller holds the lock. Where a pending
   * fetch does not know the hashes of its files beforehand, no record names its finished ones yet: then only `dropped`
   * are deleted.
   * @param dropped hashes of files that were just forgotten
   */
  async #sweep(dropped: readonly string[]): Promise<void> {
    const stored = (await this.models()).flatMap(({ files }) => files.map(({ sha256 }) => sha256));
    const awaited = (await this.pending()).flatMap(({ files }) => files.map(({ sha256 }) => sha256));
    const needed = new Set([...stored, ...awaited]);
    const there = awaited.includes(null) ? dropped : (await this.place.files()).map(({ sha256 }) => sha256);
    for (const sha256 of there) if (!needed.has(sha256)) await this.place.remove(sha256);
  }

  async #fetchModel(request: FetchRequest, { signal, onProgress }: FetchOptions): Promise<StoredModel> {
    const { id, files } = request;
    const totalBytes = sum(files.map(({ sizeBytes }) => sizeBytes));
    const onWait = () => onProgress({ receivedBytes: 0, totalBytes, bytesPerS: null, leftMs: null, notice: 'waiting' });
    return withExclusiveLock(fetchOf(id), { signal, onWait }, async () => {
      const before = await this.#index.get('pending', id);
      await this.#alone(() => this.#index.put('pending', request)); // from here on its files are not deleted
      await this.#files.follow(before?.files ?? [], files);
      const stored: StoredFile[] = [];
      const noteHashes = () =>
        this.#alone(async () => {
          // From now on its bytes are not deleted, even if another model had them under another name.
          const known = files.map((file, at) => ({ ...file, sha256: stored[at]?.sha256 ?? file.sha256 }));
          await this.#index.put('pending', { ...request, files: known });
        });
      for (const file of files) {
        const doneBytes = sum(stored.map(({ sizeBytes }) => sizeBytes)) ?? 0;
        const ofAll = (progress: DownloadProgress) => onProgress(shifted(progress, doneBytes, totalBytes));
        stored.push(await this.#files.fetch(file, { signal, onProgress: ofAll }));
        if (file.sha256 === null) await noteHashes();
      }
      return this.#alone(async () => {
        for (const { name, sha256 } of stored) {
          if (!(await this.place.file(sha256)))
            throw new AppError('storage-failed', { reason: 'deleted-meanwhile', file: name });
        }
        const model = await this.#record(request, stored);
        await this.#index.delete('pending', id);
        return model;
      });
    });
  }

  /** Stores the record of a whole model, with the pin of the one before it; the caller holds the lock. */
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

  async #known(id: string): Promise<StoredModel> {
    const model = await this.#index.get('models', id);
    if (!model) throw new AppError('model-unknown', { model: id });
    return model;
  }
}

/** The file that is opened first. @throws AppError model-unknown */
function entryIn(files: readonly LinkedFile[]): FileSystemFileHandle {
  const handles = new Map(files.map(({ handle }) => [handle.name, handle]));
  return handles.get(entryOf([...handles.keys()]))!;
}

/** The lock of copying: one copy at a time. */
const copying = 'assay-copy';
const fetchOf = (id: string) => `assay-fetch ${id}`;

/** null where one is not known. */
function sum(sizes: readonly (number | null)[]): number | null {
  return sizes.reduce((total, size) => (total === null || size === null ? null : total + size), 0);
}

function shifted(progress: DownloadProgress, beforeBytes: number, totalBytes: number | null): DownloadProgress {
  return { ...progress, receivedBytes: beforeBytes + progress.receivedBytes, totalBytes };
}
