import { AppError } from '#core/errors/error.ts';
import type { StorageSpeed } from './measurement-worker.ts';

/** The size of one write and the maximum size of the file, in bytes. Heuristic, not measured. */
const blockBytes = 4 * 2 ** 20;
const maxBytes = 64 * 2 ** 20;
/** The maximum bytes per call of `getRandomValues` (Web Cryptography API). */
const maxRandomBytes = 65_536;
const fileName = 'assay-storage-speed';

/**
 * Writes, flushes and reads a file of up to 64 MiB in the origin-private file system, and deletes it. It reads from the
 * system's cache, so the read speed is that of opening a model soon after its download.
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
  } catch (error) {
    throw new AppError('storage-failed', { why: error instanceof Error ? error.message : String(error) });
  }
}

function timeFile(file: FileSystemSyncAccessHandle, budgetMs: number): StorageSpeed {
  const block = new Uint8Array(blockBytes);
  for (let offset = 0; offset < blockBytes; offset += maxRandomBytes)
    crypto.getRandomValues(block.subarray(offset, offset + maxRandomBytes));
  const startMs = performance.now();
  let bytes = 0;
  do {
    bytes += file.write(block, { at: bytes });
  } while (bytes < maxBytes && performance.now() - startMs < budgetMs / 2);
  file.flush();
  const writeEndMs = performance.now();
  for (let offset = 0; offset < bytes; offset += blockBytes) file.read(block, { at: offset });
  const readEndMs = performance.now();
  return {
    writeBytesPerS: (bytes * 1000) / (writeEndMs - startMs),
    readBytesPerS: (bytes * 1000) / (readEndMs - writeEndMs),
    bytes,
  };
}
