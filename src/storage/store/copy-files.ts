import { AppError } from '#core/errors/error.ts';
import type { StoredFile } from '#core/model/stored-model.ts';
import { createUnreadableFileError } from '../files/chosen-files.ts';
import { HashWorkerClient } from '../download/hash-worker-client.ts';
import type { PartialFileWriter, FileStore } from './file-store.ts';
import { checkQuota } from './quota.ts';

/**
 * A copied and hashed file of the user, which is the partial file `part` until it is committed.
 */
export type CopiedFile = StoredFile & { readonly part: string };

/** Options of copying files into the store. */
export interface CopyOptions {
  readonly signal?: AbortSignal;
  /** Called with the bytes copied so far, of all files together. */
  readonly onCopied?: (copiedBytes: number) => void;
}

const copyPrefix = 'copy-';

/**
 * Copies each file into a separate part and hashes it while writing, so memory use does not grow with the file size.
 * Only one call may run at a time, because it first deletes parts of a copy whose tab was closed. Aborting deletes the
 * parts.
 * @throws AppError storage-failed | file-unreadable | aborted
 */
export async function copyFiles(
  fileStore: FileStore,
  files: readonly File[],
  { signal, onCopied }: CopyOptions = {},
): Promise<CopiedFile[]> {
  await deleteTemporaryCopies(fileStore);
  await checkQuota(files.reduce((total, { size }) => total + size, 0));
  const copied: CopiedFile[] = [];
  let copiedBytes = 0;
  const onChunk = (chunkBytes: number) => {
    if (signal?.aborted) throw new AppError('aborted');
    onCopied?.((copiedBytes += chunkBytes));
  };
  try {
    for (const file of files) copied.push(await copyFile(fileStore, file, onChunk));
    return copied;
  } catch (thrown) {
    await deleteTemporaryCopies(fileStore);
    throw thrown;
  }
}

/** Deletes the parts of unfinished copies. No copy may run at the same time. */
export async function deleteTemporaryCopies(fileStore: FileStore): Promise<void> {
  for (const part of await fileStore.listParts()) if (isTemporaryCopy(part)) await fileStore.discardPart(part);
}

export const isTemporaryCopy = (part: string) => part.startsWith(copyPrefix);

async function copyFile(fileStore: FileStore, file: File, onChunk: (chunkBytes: number) => void): Promise<CopiedFile> {
  const part = `${copyPrefix}${crypto.randomUUID()}`;
  const writer = await fileStore.openPartialFile(part);
  const hash = new HashWorkerClient();
  try {
    await hash.start(null);
    const sizeBytes = await copyAndHash(file, writer, hash, onChunk);
    writer.flush();
    return { name: file.name, sha256: await hash.finish(), sizeBytes, part };
  } finally {
    hash.close();
    writer.close();
  }
}

/**
 * Copies and hashes a file.
 * @param onChunk called with the size of each copied chunk; throws to stop
 * @returns the number of copied bytes
 */
async function copyAndHash(
  file: File,
  writer: PartialFileWriter,
  hash: HashWorkerClient,
  onChunk: (chunkBytes: number) => void,
): Promise<number> {
  const reader = file.stream().getReader();
  let offset = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((thrown: unknown) => {
      throw createUnreadableFileError(file, thrown);
    });
    if (done) return offset;
    writer.write(value, offset);
    offset += value.byteLength;
    onChunk(value.byteLength);
    await hash.update(value); // the last use of the bytes, because hashing transfers them
  }
}
