import type { LinkedFile, LinkedModel } from '#bridge/session-contract.ts';
import { StoreHandle, type CopyOptions } from '#bridge/store-handle.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { isModelId, isStorable, readModelId } from '#core/model/model-id.ts';
import type { DownloadProgress, FetchRequest, StorageQuota, StoredModel } from '#core/model/stored-model.ts';
import { sumBytes } from '#core/model/sum-bytes.ts';
import { toLinkedFiles, openLinkedFiles } from '#records/linked-files.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { releaseModel } from '../shell/file-handoff.ts';

/** The state of a verification: `checking` while it runs, then the names of damaged or missing files. */
export type Verification = 'checking' | readonly string[];

interface Download {
  readonly controller: AbortController;
  /** The result of {@link StoredModels.download}. */
  readonly outcome: Promise<AppError | null>;
}

/** The key in `errors` of a linked model, whose id may equal a stored model's. */
export const toLinkedKey = (id: string) => `linked ${id}`;

/**
 * The models stored in this browser, and those being downloaded. One instance for the whole app, so a download
 * continues while other pages are open.
 */
class StoredModels {
  models = $state.raw<readonly StoredModel[]>([]);
  /** Linked models, whose files are opened from the user's disk. */
  linkedModels = $state.raw<readonly LinkedModel[]>([]);
  /** The last remembered or opened linked model, and its files. */
  lastLinked = $state.raw<{ readonly id: string; readonly files: readonly File[] } | null>(null);
  /** Incomplete downloads. */
  pendingDownloads = $state.raw<readonly FetchRequest[]>([]);
  storageQuota = $state.raw<StorageQuota | null>(null);
  /** Ids of the models that the browser has evicted since the last visit. */
  evicted = $state.raw<readonly string[]>([]);
  /** Ids of models whose files are gone: evicted, or named by a link but not stored. */
  missing = $state.raw<readonly string[]>([]);
  /** Progress of running downloads, by id. */
  progress = $state.raw<Readonly<Record<string, DownloadProgress>>>({});
  /**
   * The latest error of a model, by its id, or by {@link toLinkedKey} its id if it is linked; `store` for the store
   * itself, `copy` for storing a copy, `link` for linking files.
   */
  errors = $state.raw<Readonly<Record<string, AppError>>>({});
  verifications = $state.raw<Readonly<Record<string, Verification>>>({});
  #handle: StoreHandle | null = null;
  readonly #runningDownloads = new Map<string, Download>();
  /** Counts reads of the store: the result of a superseded read is discarded. */
  #readCount = 0;
  /** The channel by which a tab that changes the store notifies the others, which then read the store again. */
  readonly #channel = new BroadcastChannel('assay-store');

  constructor() {
    this.#channel.addEventListener('message', () => {
      if (this.#handle) void this.#refresh(this.#handle).catch(() => {}); // the next use of the store fails with the same error and reports it
    });
  }

  /** Reads the store. */
  async load(): Promise<void> {
    await this.#guard('store', async (store) => {
      const cleared = await store.start();
      if (cleared.length > 0) this.evicted = cleared;
      this.missing = [...new Set([...this.missing, ...cleared])];
      await (cleared.length > 0 ? this.#announceChange(store) : this.#refresh(store));
    });
  }

  /** @throws AppError model-not-stored if the model of a link is neither listed nor stored, nor in the companion */
  async requireStored(id: string): Promise<void> {
    if (!isStorable(id)) return;
    await this.load();
    if (!this.errors['store'] && !this.models.some((model) => model.id === id)) {
      throw new AppError('model-not-stored', { model: id });
    }
  }

  /** Lists the model of a link as missing if it is a copy that is not stored: only its file can restore it. */
  async findMissingCopy(id: string): Promise<void> {
    if (!isModelId(id) || readModelId(id).kind !== 'copy') return;
    await this.load();
    if (this.errors['store'] || this.missing.includes(id) || this.models.some((model) => model.id === id)) return;
    this.missing = [...this.missing, id];
  }

  /** Removes the model from the list of missing ones. */
  dismissMissing(id: string): void {
    this.missing = this.missing.filter((other) => other !== id);
  }

  isDownloading(id: string): boolean {
    return this.progress[id] !== undefined;
  }

  /**
   * Downloads the missing parts of a model; resumes an incomplete download.
   * @returns the error, `aborted` if it was paused; `null` once the model is stored
   */
  download(request: FetchRequest, report: (progress: DownloadProgress) => void = () => {}): Promise<AppError | null> {
    const { id } = request;
    const running = this.#runningDownloads.get(id);
    if (running) return running.outcome;
    const controller = new AbortController();
    const outcome = this.#fetch(request, controller.signal, report).finally(beginWork('download'));
    this.#runningDownloads.set(id, { controller, outcome });
    return outcome;
  }

  async #fetch(
    request: FetchRequest,
    signal: AbortSignal,
    report: (progress: DownloadProgress) => void,
  ): Promise<AppError | null> {
    const { id, files } = request;
    if (!this.pendingDownloads.some((begun) => begun.id === id))
      this.pendingDownloads = [...this.pendingDownloads, request];
    this.#setProgress(id, {
      receivedBytes: 0,
      totalBytes: sumBytes(files),
      bytesPerS: null,
      remainingMs: null,
      notice: null,
    });
    const outcome = await this.#attempt(id, async (store) => {
      let isAnnounced = false;
      const onProgress = (now: DownloadProgress) => {
        if (!isAnnounced) this.#channel.postMessage('begun');
        isAnnounced = true;
        report(now);
        if (this.#runningDownloads.get(id)?.controller.signal === signal) this.#setProgress(id, now);
      };
      try {
        await store.fetch(request, { signal, onProgress });
      } finally {
        this.#runningDownloads.delete(id);
        this.#setProgress(id, null);
        await this.#announceChange(store);
      }
    });
    return outcome instanceof AppError ? outcome : null;
  }

  /**
   * Stores a copy of user-supplied files.
   * @returns its id; `null` if it was aborted or failed, with the error in `errors` as `copy`
   */
  async storeCopy(files: readonly File[], options: CopyOptions = {}): Promise<string | null> {
    return this.#guard('copy', async (store) => {
      const { id } = await store.storeCopy(files, options);
      await this.#announceChange(store);
      return id;
    });
  }

  /**
   * Stores a copy again from the files that the user chose. A single file may have another name: its SHA-256, whose
   * first digits are in the id, decides whether it is the same.
   * @returns whether it succeeded; otherwise the error is in `errors`, `other-copy` if the files are different ones
   */
  async restoreCopy(id: string, files: readonly File[]): Promise<boolean> {
    if (!(await this.discardFiles(id))) return false;
    const { entry } = readModelId(id);
    const [file] = files;
    const named = file && files.length === 1 && entry !== null ? [new File([file], entry)] : files;
    const restored = await this.#guard(id, async (store) => {
      const copy = await store.storeCopy(named);
      const isOther = copy.id !== id;
      if (isOther && !this.models.some((model) => model.id === copy.id)) await store.remove(copy.id);
      await this.#announceChange(store);
      if (isOther) throw new AppError('other-copy', { file: file?.name ?? '', model: id });
      return copy;
    });
    if (restored) this.verifications = omitKey(this.verifications, id);
    return restored !== null;
  }

  /**
   * Links the files of a moved or forgotten linked model at their new location, under its id.
   * @returns whether it succeeded; otherwise the error is in `errors`
   */
  async relinkFiles(id: string, files: readonly File[]): Promise<boolean> {
    const relinked = await this.#guard(toLinkedKey(id), async (store) => {
      const linked = toLinkedFiles(files);
      if (!linked) throw new AppError('file-permission-denied', { file: id });
      if (this.linkedModels.some((model) => model.id === id)) await store.touchLinkedFiles(id, linked);
      else await linkAs(id, linked, store);
      this.lastLinked = { id, files };
      await this.#announceChange(store);
      return true;
    });
    return relinked !== null;
  }

  /** Links user-supplied files for which the browser has provided handles. */
  async linkFiles(files: readonly File[]): Promise<void> {
    const remembered = toLinkedFiles(files);
    if (!remembered) return;
    await this.#guard('link', async (store) => {
      const { id } = await store.linkFiles(remembered);
      this.lastLinked = { id, files };
      await this.#announceChange(store);
    });
  }

  /**
   * Opens the files of a linked model. Call it in a click handler, since the browser may ask the user for permission.
   * @param acceptsChanges whether to accept files that have changed since they were last opened
   * @returns `null` if it failed, with the error in `errors`
   */
  async openLinkedFiles({ id, files }: LinkedModel, acceptsChanges = false): Promise<readonly File[] | null> {
    return this.#guard(toLinkedKey(id), async (store) => {
      const opened = await openLinkedFiles(files, acceptsChanges);
      await store.touchLinkedFiles(id, toLinkedFiles(opened) ?? files);
      this.lastLinked = { id, files: opened };
      await this.#announceChange(store);
      return opened;
    });
  }

  /** Forgets a linked model; its files are not deleted. */
  async unlinkFiles(id: string): Promise<void> {
    await this.#guard(toLinkedKey(id), async (store) => {
      await store.unlinkFiles(id);
      if (this.lastLinked?.id === id) this.lastLinked = null;
      await this.#announceChange(store);
    });
  }

  pause(id: string): void {
    this.#runningDownloads.get(id)?.controller.abort();
  }

  async discard(id: string): Promise<void> {
    this.pause(id);
    await this.#guard(id, async (store) => {
      await store.discard(id);
      await this.#announceChange(store);
    });
  }

  async pin(id: string, isPinned: boolean): Promise<void> {
    await this.#guard(id, async (store) => {
      await store.pin(id, isPinned);
      await this.#announceChange(store);
    });
  }

  async verify(id: string): Promise<void> {
    this.verifications = { ...this.verifications, [id]: 'checking' };
    const damaged = await this.#guard(id, (store) => store.verify(id));
    const others = omitKey(this.verifications, id);
    this.verifications = damaged ? { ...others, [id]: damaged } : others;
  }

  async remove(id: string): Promise<void> {
    await this.#guard(id, async (store) => {
      await releaseModel(id);
      await store.remove(id);
      await this.#announceChange(store);
    });
  }

  /**
   * Deletes the damaged files of a model, which is then listed as missing.
   * @returns whether none are stored; otherwise the error is in `errors`
   */
  async discardFiles(id: string): Promise<boolean> {
    if (!this.models.some((model) => model.id === id)) return true;
    await this.remove(id);
    if (this.errors[id]) return false;
    this.missing = [...this.missing, id];
    return true;
  }

  /** The files of a stored model, read from disk as needed; `null` if it failed, with the error in `errors`. */
  async loadFiles(id: string): Promise<readonly File[] | null> {
    const blobs = await this.#guard(id, (store) => store.openFiles(id));
    return blobs && [...blobs].map(([name, blob]) => new File([blob], name));
  }

  async #guard<T>(id: string, operation: (store: StoreHandle) => Promise<T>): Promise<T | null> {
    const outcome = await this.#attempt(id, operation);
    return outcome instanceof AppError ? null : outcome;
  }

  async #attempt<T>(id: string, operation: (store: StoreHandle) => Promise<T>): Promise<T | AppError> {
    this.errors = omitKey(this.errors, id);
    const store = (this.#handle ??= new StoreHandle());
    const outcome = await operation(store).catch(asAppError);
    if (!(outcome instanceof AppError)) return outcome;
    // If the worker of the store has died, the next call starts a new one, unless that has already happened.
    if (outcome.code === 'worker-died' && this.#handle === store) this.#handle = null;
    if (outcome.code !== 'aborted') this.errors = { ...this.errors, [id]: outcome };
    return outcome;
  }

  async #announceChange(store: StoreHandle): Promise<void> {
    this.#channel.postMessage('changed');
    await this.#refresh(store);
  }

  async #refresh(store: StoreHandle): Promise<void> {
    const reading = ++this.#readCount;
    const [models, pending, linkedModels, quota] = await Promise.all([
      store.listModels(),
      store.listPending(),
      store.listLinkedFiles(),
      store.readQuota(),
    ]);
    if (reading !== this.#readCount) return;
    [this.models, this.pendingDownloads, this.linkedModels, this.storageQuota] = [models, pending, linkedModels, quota];
    this.missing = this.missing.filter((id) => ![...models, ...pending].some((model) => model.id === id));
  }

  #setProgress(id: string, progress: DownloadProgress | null): void {
    const others = omitKey(this.progress, id);
    this.progress = progress ? { ...others, [id]: progress } : others;
  }
}

/**
 * Links files whose entry must have the name that the id states.
 * @throws AppError file-gone if it has another name
 */
async function linkAs(id: string, files: readonly LinkedFile[], store: StoreHandle): Promise<void> {
  const linked = await store.linkFiles(files);
  if (linked.id === id) return;
  await store.unlinkFiles(linked.id);
  throw new AppError('file-gone', { file: id });
}

function omitKey<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _, ...others } = record;
  return others;
}

export const storedModels = new StoredModels();
