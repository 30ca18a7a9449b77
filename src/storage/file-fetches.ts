import { AppError } from '#core/error.ts';
import type { DownloadProgress, DownloadRequest, StoredFile } from '#core/storage.ts';
import { Download, type Checkpoint } from './download.ts';
import { isTemporaryCopy } from './copy-files.ts';
import { withExclusiveLock, tryWithLock } from './locks.ts';
import type { FileStore } from './file-store.ts';
import { checkQuota } from './quota.ts';
import type { StoredIndex, PartialDownload } from './stored-index.ts';

export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/** Fetches files into a place, each in one tab at a time. An unfinished file is found again by its address. */
export class FileFetches {
  readonly #place: FileStore;
  readonly #index: StoredIndex;

  constructor(place: FileStore, index: StoredIndex) {
    this.#place = place;
    this.#index = index;
  }

  /**
   * Resumes where an earlier fetch stopped; a file that is stored under its hash is not fetched.
   * @throws AppError fetch-failed | access-denied | storage-failed | model-corrupt | aborted
   */
  async fetch(file: DownloadRequest, { signal, onProgress }: FetchOptions): Promise<StoredFile> {
    const waiting = { receivedBytes: 0, totalBytes: file.sizeBytes, bytesPerS: null, leftMs: null } as const;
    const onWait = () => onProgress({ ...waiting, notice: 'waiting' });
    return withExclusiveLock(lockOf(file.url), { signal, onWait }, async () => {
      const { name, sha256 } = file;
      const there = sha256 === null ? null : await this.#place.file(sha256); // another tab may have fetched it
      if (sha256 !== null && there && there.size === (file.sizeBytes ?? there.size)) {
        return { name, sha256, sizeBytes: there.size };
      }
      return this.#download(file, { signal, onProgress });
    });
  }

  /** Discards what was received of an unfinished file, unless a fetch of it is under way. */
  async discard(url: string): Promise<void> {
    await tryWithLock(lockOf(url), () => this.#discardPart(url));
  }

  /**
   * The files of a model that is requested again may have moved: an unfinished one with the same hash resumes at its
   * new address; other downloads from addresses that are no longer requested are forgotten.
   */
  async follow(before: readonly DownloadRequest[], now: readonly DownloadRequest[]): Promise<void> {
    const asked = new Set((await this.#index.getAll('pending')).flatMap(({ files }) => files.map(({ url }) => url)));
    for (const old of before.filter(({ url }) => !asked.has(url))) {
      const moved = old.sha256 === null ? undefined : now.find(({ sha256 }) => sha256 === old.sha256);
      await tryWithLock(lockOf(old.url), async () => {
        const unfinished = await this.#index.get('unfinished', old.url);
        if (!unfinished) return;
        if (!moved || (await this.#index.get('unfinished', moved.url))) return this.#discardPart(old.url);
        await this.#index.put('unfinished', { ...unfinished, url: moved.url });
        await this.#index.delete('unfinished', old.url);
      });
    }
  }

  /** Deletes downloads that are no longer requested, and parts that no record names. */
  async sweep(): Promise<void> {
    const asked = new Set((await this.#index.getAll('pending')).flatMap(({ files }) => files.map(({ url }) => url)));
    for (const { url } of await this.#index.getAll('unfinished')) if (!asked.has(url)) await this.discard(url);
    const parts = await this.#place.parts(); // read first: a fetch of another tab records its part before there is one
    const named = new Set((await this.#index.getAll('unfinished')).map(({ part }) => part));
    for (const part of parts) {
      if (!named.has(part) && !isTemporaryCopy(part)) await this.#place.discardPart(part);
    }
  }

  async #download(file: DownloadRequest, { signal, onProgress }: FetchOptions): Promise<StoredFile> {
    const known = (await this.#index.get('unfinished', file.url)) ?? newlyBegun(file.url);
    const name = known.part;
    const save = async (checkpoint: Checkpoint) => {
      await this.#index.put('unfinished', { ...checkpoint, url: file.url, part: name });
    };
    await save(known); // before the part is created, so that none is without a record
    const part = await this.#place.openPart(name);
    try {
      const isThere = part.size() >= (known.ranges.at(-1)?.[1] ?? 0);
      const from = isThere && (known.version !== null || file.sha256 !== null) ? known : null;
      if (!from) part.truncate(0);
      const { sha256, sizeBytes } = await Download.run(file, part, { signal, onProgress, save, checkQuota }, from);
      part.close();
      await this.#place.keep(name, sha256);
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
    await this.#place.discardPart(unfinished.part);
    await this.#index.delete('unfinished', url);
  }
}

const lockOf = (url: string) => `assay-download ${url}`;

function newlyBegun(url: string): PartialDownload {
  return { url, part: crypto.randomUUID(), etag: null, version: null, sizeBytes: null, ranges: [], hash: null };
}
