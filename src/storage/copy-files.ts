import type { StoredFile } from '#core/storage.ts';
import { unreadableFileError } from './chosen-files.ts';
import { HashThread } from './hash-thread.ts';
import type { PartWriter, FileStore } from './file-store.ts';
import { checkQuota } from './quota.ts';

/** A copied and hashed file of the user's. It is a part, named `part`, until it becomes a whole file of the store. */
type CopiedFile = StoredFile & { readonly part: string };

const prefix = 'copy-';

/**
 * Copies files into parts of their own, hashed as they are written: memory does not grow with them. Only one call may
 * run at a time: parts that an earlier copy left when its tab was closed are deleted first.
 * @throws AppError storage-failed | file-unreadable
 */
export async function copyFiles(place: FileStore, files: readonly File[]): Promise<CopiedFile[]> {
  await deleteTemporaryCopies(place);
  await checkQuota(files.reduce((total, { size }) => total + size, 0));
  const copied: CopiedFile[] = [];
  try {
    for (const file of files) copied.push(await copyFile(place, file));
    return copied;
  } catch (thrown) {
    await deleteTemporaryCopies(place);
    throw thrown;
  }
}

/** Removes the parts of copies that did not finish. No copy may run at the time. */
export async function deleteTemporaryCopies(place: FileStore): Promise<void> {
  for (const part of await place.parts()) if (isTemporaryCopy(part)) await place.discardPart(part);
}

export const isTemporaryCopy = (part: string) => part.startsWith(prefix);

async function copyFile(place: FileStore, file: File): Promise<CopiedFile> {
  const part = `${prefix}${crypto.randomUUID()}`;
  const open = await place.openPart(part);
  const hash = new HashThread();
  try {
    await hash.start(null);
    const sizeBytes = await pour(file, open, hash);
    open.flush();
    return { name: file.name, sha256: await hash.hex(), sizeBytes, part };
  } finally {
    hash.close();
    open.close();
  }
}

/** @returns how many bytes there were */
async function pour(file: File, into: PartWriter, hash: HashThread): Promise<number> {
  const reader = file.stream().getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((thrown: unknown) => {
      throw unreadableFileError(file, thrown);
    });
    if (done) return at;
    into.write(value, at);
    at += value.byteLength;
    await hash.update(value); // takes the bytes, so last
  }
}
