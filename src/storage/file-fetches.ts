import { AppError } from '#core/error.ts';
import type { DownloadProgress, DownloadRequest, StoredFile } from '#core/storage.ts';
import { Download, type Checkpoint } from './download.ts';
import { exclusively, ifFree } from './locks.ts';
import type { Place } from './place.ts';
import { checkRoom } from './room.ts';
import type { StoredIndex, Unfinished } from './stored-index.ts';

export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/** Files on their way into a place, each fetched by one tab at a time. What is begun is found again by its address. */
export class FileFetches {
  readonly #place: Place;
  readonly #index: StoredIndex;

  constructor(place: Place, index: StoredIndex) {
    this.#place = place;
    this.#index = index;
  }

  /**
   * Goes on where an earlier fetch stopped; a file that is there by its hash is not fetched.
   * @throws AppError fetch-failed | access-denied | storage-failed | model-corrupt | aborted
   */
  async fetch(file: DownloadRequest, { signal, onProgress }: FetchOptions): Promise<StoredFile> {
    const waiting = { receivedBytes: 0, totalBytes: file.sizeBytes, bytesPerS: null, leftMs: null } as const;
    const onWait = () => onProgress({ ...waiting, notice: 'waiting' });
    return exclusively(lockOf(file.url), { signal, onWait }, async () => {
      const there = file.sha256 === null ? null : await this.#place.file(file.sha256); // another tab may have fetched it
      if (there && file.sha256 !== null) return { name: file.name, sha256: file.sha256, sizeBytes: there.size };
      return this.#download(file, { signal, onProgress });
    });
  }

  /** Forgets what has come of an unfinished file, unless a fetch is going on with it. */
  async discard(url: string): Promise<void> {
    await ifFree(lockOf(url), () => this.#discardPart(url));
  }

  async #download(file: DownloadRequest, { signal, onProgress }: FetchOptions): Promise<StoredFile> {
    const known = (await this.#index.get('unfinished', file.url)) ?? newlyBegun(file.url);
    const name = known.part;
    const save = async (checkpoint: Checkpoint) => {
      await this.#index.put('unfinished', { ...checkpoint, url: file.url, part: name });
    };
    await save(known); // before there is a part: none is ever without a record
    const part = await this.#place.openPart(name);
    try {
      const from = part.size() >= (known.ranges.at(-1)?.[1] ?? 0) ? known : null;
      const { sha256, sizeBytes } = await Download.run(file, part, { signal, onProgress, save, checkRoom }, from);
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

function newlyBegun(url: string): Unfinished {
  return { url, part: crypto.randomUUID(), etag: null, sizeBytes: null, ranges: [], hash: null };
}
