import { AppError } from '#core/error.ts';
import type { StorageSpeed } from './measurement-worker.ts';

/** Bytes of one write, and of the whole file; chosen. */
const blockBytes = 4 * 2 ** 20;
const maxBytes = 64 * 2 ** 20;
/** The most that one call of `getRandomValues` fills (Web Cryptography API). */
const maxRandomBytes = 65_536;
const fileName = 'assay-storage-speed';

/**
 * Writes, flushes and reads a file of up to 64 MiB in the origin-private file system, and removes it. What was just
 * written is read from the system's cache: the figure is that of a model opened soon after its download.
 * @throws AppError storage-failed
 */
export async function measureStorage(budgetMs: number): Promise<StorageSpeed> {
  try {
    const root = await navigator.storage.getDirectory();
    const handle = await (await root.getFileHandle(fileName, { create: true })).createSyncAccessHandle();
    try {
      return timeFile(handle, budgetMs);
    } finally {
      handle.close();
      await root.removeEntry(fileName);
    }
  } catch (thrown) {
    throw new AppError('storage-failed', { why: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

function timeFile(file: FileSystemSyncAccessHandle, budgetMs: number): StorageSpeed {
  const block = new Uint8Array(blockBytes);
  for (let at = 0; at < blockBytes; at += maxRandomBytes)
    crypto.getRandomValues(block.subarray(at, at + maxRandomBytes));
  const startMs = performance.now();
  let bytes = 0;
  do {
    bytes += file.write(block, { at: bytes });
  } while (bytes < maxBytes && performance.now() - startMs < budgetMs / 2);
  file.flush();
  const writtenMs = performance.now();
  for (let at = 0; at < bytes; at += blockBytes) file.read(block, { at });
  const readMs = performance.now();
  return {
    writeBytesPerS: (bytes * 1000) / (writtenMs - startMs),
    readBytesPerS: (bytes * 1000) / (readMs - writtenMs),
    bytes,
  };
}
