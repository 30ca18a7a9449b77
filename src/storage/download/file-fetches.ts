import { AppError } from '#core/errors/error.ts';
import type { DownloadProgress, DownloadRequest, StoredFile } from '#core/model/stored-model.ts';
import { Download, type Checkpoint } from './resumable-download.ts';
import { isTemporaryCopy } from '../store/copy-files.ts';
import { withExclusiveLock, tryWithLock } from '../store/locks.ts';
import type { FileStore } from '../store/file-store.ts';
import { checkQuota } from '../store/quota.ts';
import type { StoredIndex, PartialDownload } from '../store/stored-index.ts';

export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/** Downloads files into a file store, each in one tab at a time. The URL identifies an unfinished file. */
export class FileFetches {
  readonly #fileStore: FileStore;
  readonly #index: StoredIndex;

  constructor(fileStore: FileStore, index: StoredIndex) {
    this.#fileStore = fileStore;
    this.#index = index;
  }

  /**
   * Downloads a file, or resumes its download. A file that is already stored under its hash is not downloaded.
   * @throws AppError fetch-failed | access-denied | storage-failed | model-corrupt | aborted
   */
  async fetch(file: DownloadRequest, { signal, onProgress }: FetchOptions): Promise<StoredFile> {
    const waiting = { receivedBytes: 0, totalBytes: file.sizeBytes, bytesPerS: null, remainingMs: null } as const;
    const onWait = () => onProgress({ ...waiting, notice: 'waiting' });
    return withExclusiveLock(toLockName(file.url), { signal, onWait }, async () => {
      const { name, sha256 } = file;
      const existing = sha256 === null ? null : await this.#fileStore.openFile(sha256); // another tab may have fetched it
      if (sha256 !== null && existing && existing.size === (file.sizeBytes ?? existing.size)) {
        return { name, sha256, sizeBytes: existing.size };
      }
      return this.#download(file, { signal, onProgress });
    });
  }

  /** Deletes the received bytes of an unfinished file, unless it is being downloaded. */
  async discard(url: string): Promise<void> {
    await tryWithLock(toLockName(url), () => this.#discardPart(url));
  }

  /**
   * Updates unfinished downloads of a model that is requested again, whose files may have other URLs. A file with the
   * same hash resumes at its new URL; other downloads from URLs that are no longer requested are deleted.
   */
  async moveUnfinished(previous: readonly DownloadRequest[], current: readonly DownloadRequest[]): Promise<void> {
    const requested = new Set(
      (await this.#index.getAll('pending')).flatMap(({ files }) => files.map(({ url }) => url)),
    );
    for (const earlier of previous.filter(({ url }) => !requested.has(url))) {
      const successor = earlier.sha256 === null ? undefined : current.find(({ sha256 }) => sha256 === earlier.sha256);
      await tryWithLock(toLockName(earlier.url), async () => {
        const unfinished = await this.#index.get('unfinished', earlier.url);
        if (!unfinished) return;
        if (!successor || (await this.#index.get('unfinished', successor.url))) return this.#discardPart(earlier.url);
        await this.#index.put('unfinished', { ...unfinished, url: successor.url });
        await this.#index.delete('unfinished', earlier.url);
      });
    }
  }

  /** Deletes downloads that are no longer requested, and parts without a record. */
  async sweep(): Promise<void> {
    const requested = new Set(
      (await this.#index.getAll('pending')).flatMap(({ files }) => files.map(({ url }) => url)),
    );
    for (const { url } of await this.#index.getAll('unfinished')) if (!requested.has(url)) await this.discard(url);
    // The parts are listed first, because a download in another tab records its part before creating the file.
    const parts = await this.#fileStore.listParts();
    const recorded = new Set((await this.#index.getAll('unfinished')).map(({ part }) => part));
    for (const part of parts) {
      if (!recorded.has(part) && !isTemporaryCopy(part)) await this.#fileStore.discardPart(part);
    }
  }

  async #download(file: DownloadRequest, { signal, onProgress }: FetchOptions): Promise<StoredFile> {
    const record = (await this.#index.get('unfinished', file.url)) ?? createDownload(file.url);
    const name = record.part;
    const save = async (checkpoint: Checkpoint) => {
      await this.#index.put('unfinished', { ...checkpoint, url: file.url, part: name });
    };
    await save(record); // before creating the part, so every part has a record
    const part = await this.#fileStore.openPartialFile(name);
    try {
      const hasAllBytes = part.size() >= (record.ranges.at(-1)?.[1] ?? 0);
      const isVerifiable = record.version !== null || file.sha256 !== null;
      const checkpoint = hasAllBytes && isVerifiable ? record : null;
      if (!checkpoint) part.truncate(0);
      const { sha256, sizeBytes } = await Download.run(
        file,
        part,
        { signal, onProgress, save, checkQuota },
        checkpoint,
      );
      part.close();
      await this.#fileStore.commit(name, sha256);
      await this.#index.delete('unfinished', file.url);
      return { name: file.name, sha256, sizeBytes };
    } catch (thrown) {
      part.close();
      if (thrown instanceof AppError && thrown.code === 'model-corrupt') await this.#discardPart(file.url);
      throw thrown;
    }
  }

  async #discardPart(url: string): Promise<void> {
    const unfinished = await this.#index.get('unfinished', url);
    if (!unfinished) return;
    await this.#fileStore.discardPart(unfinished.part);
    await this.#index.delete('unfinished', url);
  }
}

const toLockName = (url: string) => `assay-download ${url}`;

function createDownload(url: string): PartialDownload {
  return { url, part: crypto.randomUUID(), etag: null, version: null, sizeBytes: null, ranges: [], hash: null };
}
