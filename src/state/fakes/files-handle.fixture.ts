import type { CallOptions } from '#bridge/call-options.ts';
import type { DocumentList, ReadDocument } from '#bridge/files-contract.ts';
import type { FilesHandle as RealFilesHandle } from '#bridge/files-handle.ts';
import { AppError } from '#core/errors/error.ts';
import { Calls } from './calls.fixture.ts';

/*
 * A fake of `bridge/files-handle.ts` without its worker and with its export names, for `vi.mock`. Every call waits until the
 * test resolves it or it is aborted, as in the bridge.
 */

/** Workers of the user's files, in the order in which they were started. */
export const filesHandles: FilesHandle[] = [];

export class FilesHandle implements Pick<RealFilesHandle, keyof RealFilesHandle> {
  /** Reads of files, and of stored documents by id. */
  readonly reads = new Calls<File | string, ReadDocument>();
  /** Ids of the documents whose vectors were added. */
  readonly added: string[] = [];
  isAlive = true;

  constructor() {
    filesHandles.push(this);
  }

  async list(): Promise<DocumentList> {
    return { documents: [], isPersistent: true };
  }

  read(file: File, _model: string, { signal }: CallOptions): Promise<ReadDocument> {
    return this.reads.make(file, signal);
  }

  readForReembedding(id: string, signal: AbortSignal): Promise<ReadDocument> {
    return this.reads.make(id, signal);
  }

  add(id: string): Promise<DocumentList> {
    this.added.push(id);
    return this.list();
  }

  remove(): Promise<DocumentList> {
    return this.list();
  }

  wipe(): Promise<DocumentList> {
    return this.list();
  }

  search(): never {
    throw new AppError('internal', { why: 'no test searches' });
  }

  close(): void {
    this.isAlive = false;
  }
}
