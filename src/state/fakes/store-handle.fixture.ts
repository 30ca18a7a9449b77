import type { LinkedFile, LinkedModel } from '#bridge/session-contract.ts';
import type { CopyOptions, FetchOptions, StoreHandle as RealStoreHandle } from '#bridge/store-handle.ts';
import type { DownloadProgress, FetchRequest, StorageQuota, StoredModel } from '#core/model/stored-model.ts';
import { Calls } from './calls.fixture.ts';

/*
 * A fake of `bridge/store-handle.ts` without its worker and with its export names, for `vi.mock`. Every call waits until the
 * test resolves it or it is aborted, as in the bridge.
 */

/** Store workers, in the order in which they were started. */
export const stores: StoreHandle[] = [];

export class StoreHandle implements Pick<RealStoreHandle, keyof RealStoreHandle> {
  readonly starts = new Calls<null, readonly string[]>();
  stored: readonly StoredModel[] = [];
  readonly fetches = new Calls<FetchRequest, StoredModel>();
  readonly reads = new Calls<string, ReadonlyMap<string, Blob>>();
  readonly verifications = new Calls<string, readonly string[]>();
  readonly changes = new Calls<string, void>();
  readonly copies = new Calls<readonly File[], StoredModel>();
  readonly links = new Calls<readonly LinkedFile[], LinkedModel>();
  /** Reports progress of the latest download. */
  progress: (progress: DownloadProgress) => void = () => {};

  /** Reports the copied bytes of the latest copy. */
  reportCopied: (copiedBytes: number) => void = () => {};

  constructor() {
    stores.push(this);
  }

  start(): Promise<readonly string[]> {
    return this.starts.make(null);
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
    this.progress = (progress) => onProgress?.(progress);
    return this.fetches.make(request, signal);
  }

  discard(id: string): Promise<void> {
    return this.changes.make(`discard ${id}`);
  }

  pin(id: string): Promise<void> {
    return this.changes.make(`pin ${id}`);
  }

  verify(id: string): Promise<readonly string[]> {
    return this.verifications.make(id);
  }

  remove(id: string): Promise<void> {
    return this.changes.make(`remove ${id}`);
  }

  storeCopy(files: readonly File[], { signal, onCopied }: CopyOptions = {}): Promise<StoredModel> {
    this.reportCopied = (copiedBytes) => onCopied?.(copiedBytes);
    return this.copies.make(files, signal);
  }

  linkFiles(files: readonly LinkedFile[]): Promise<LinkedModel> {
    return this.links.make(files);
  }

  async listLinkedFiles(): Promise<readonly LinkedModel[]> {
    return [];
  }

  touchLinkedFiles(id: string): Promise<void> {
    return this.changes.make(`touch ${id}`);
  }

  unlinkFiles(id: string): Promise<void> {
    return this.changes.make(`unlink ${id}`);
  }

  openFiles(id: string): Promise<ReadonlyMap<string, Blob>> {
    return this.reads.make(id);
  }

  close(): void {}
}
