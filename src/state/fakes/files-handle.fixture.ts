import type { CallOptions } from '#bridge/call-options.ts';
import type { DocumentList, ReadDocument } from '#bridge/files-contract.ts';
import type { FilesHandle as RealFilesHandle } from '#bridge/files-handle.ts';
import { AppError } from '#core/errors/error.ts';
import { FakeCalls } from './calls.fixture.ts';

/*
 * Replaces `bridge/files-handle.ts` in tests: the same exports, but no worker. A call is pending until the test answers
 * it or it is aborted.
 */

/** Workers of the user's files, in the order in which they were started. */
export const filesHandles: FilesHandle[] = [];

export class FilesHandle implements Pick<RealFilesHandle, keyof RealFilesHandle> {
  /** Reads of files, and of stored documents by id. */
  readonly reads = new FakeCalls<File | string, ReadDocument>();
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
    return this.reads.add(file, signal);
  }

  readForReembedding(id: string, signal: AbortSignal): Promise<ReadDocument> {
    return this.reads.add(id, signal);
  }

  add(id: string): Promise<DocumentList> {
    this.added.push(id);
    return this.list();
  }

  remove(): Promise<DocumentList> {
    return this.list();
  }

  deleteAll(): Promise<DocumentList> {
    return this.list();
  }

  search(): never {
    throw new AppError('internal', { why: 'no test searches' });
  }

  close(): void {
    this.isAlive = false;
  }
}
