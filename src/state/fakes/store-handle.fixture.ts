import type { LinkedFile, LinkedModel } from '#bridge/session-contract.ts';
import type { CopyOptions, FetchOptions, StoreHandle as RealStoreHandle } from '#bridge/store-handle.ts';
import type { DownloadProgress, FetchRequest, StorageQuota, StoredModel } from '#core/model/stored-model.ts';
import { FakeCalls } from './calls.fixture.ts';

/*
 * Replaces `bridge/store-handle.ts` in tests: the same exports, but no worker. A call is pending until the test answers
 * it or it is aborted.
 */

/** Store workers, in the order in which they were started. */
export const stores: StoreHandle[] = [];

export class StoreHandle implements Pick<RealStoreHandle, keyof RealStoreHandle> {
  readonly starts = new FakeCalls<null, readonly string[]>();
  stored: readonly StoredModel[] = [];
  readonly fetches = new FakeCalls<FetchRequest, StoredModel>();
  readonly reads = new FakeCalls<string, ReadonlyMap<string, Blob>>();
  readonly verifications = new FakeCalls<string, readonly string[]>();
  readonly changes = new FakeCalls<string, void>();
  readonly copies = new FakeCalls<readonly File[], StoredModel>();
  readonly links = new FakeCalls<readonly LinkedFile[], LinkedModel>();
  /** Reports progress of the latest download. */
  reportProgress: (progress: DownloadProgress) => void = () => {};

  /** Reports the copied bytes of the latest copy. */
  reportCopied: (copiedBytes: number) => void = () => {};

  constructor() {
    stores.push(this);
  }

  start(): Promise<readonly string[]> {
    return this.starts.add(null);
  }

  async listModels(): Promise<readonly StoredModel[]> {
    return this.stored;
  }

  async listPending(): Promise<readonly FetchRequest[]> {
    return [];
  }

  async readQuota(): Promise<StorageQuota> {
    return { usedBytes: 0, quotaBytes: null, isPersistent: false, backend: 'opfs' };
  }

  fetch(request: FetchRequest, { signal, onProgress }: FetchOptions = {}): Promise<StoredModel> {
    this.reportProgress = (progress) => onProgress?.(progress);
    return this.fetches.add(request, signal);
  }

  discard(id: string): Promise<void> {
    return this.changes.add(`discard ${id}`);
  }

  pin(id: string): Promise<void> {
    return this.changes.add(`pin ${id}`);
  }

  verify(id: string): Promise<readonly string[]> {
    return this.verifications.add(id);
  }

  remove(id: string): Promise<void> {
    return this.changes.add(`remove ${id}`);
  }

  storeCopy(files: readonly File[], { signal, onCopied }: CopyOptions = {}): Promise<StoredModel> {
    this.reportCopied = (copiedBytes) => onCopied?.(copiedBytes);
    return this.copies.add(files, signal);
  }

  linkFiles(files: readonly LinkedFile[]): Promise<LinkedModel> {
    return this.links.add(files);
  }

  async listLinkedFiles(): Promise<readonly LinkedModel[]> {
    return [];
  }

  touchLinkedFiles(id: string): Promise<void> {
    return this.changes.add(`touch ${id}`);
  }

  unlinkFiles(id: string): Promise<void> {
    return this.changes.add(`unlink ${id}`);
  }

  openFiles(id: string): Promise<ReadonlyMap<string, Blob>> {
    return this.reads.add(id);
  }

  close(): void {}
}
