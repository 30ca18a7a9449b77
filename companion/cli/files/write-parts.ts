import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { readChunks, type FileParts } from '#formats/file-parts.ts';

/**
 * Writes a file in chunks under a temporary name, and renames it once it is complete. An interruption leaves no partial
 * file, and an existing file is replaced atomically.
 * @returns the SHA-256 of the file, in lower-case hexadecimal
 * @throws the error of the file system, or the reason of the aborted signal
 */
export async function writeParts(path: string, parts: FileParts, signal: AbortSignal): Promise<string> {
  const [sha256] = await writeFilesAtomically([[path, parts]], signal);
  return sha256!;
}

/**
 * Writes several files like {@link writeParts}. None is replaced before all of them are complete.
 * @returns the SHA-256 of each file, in the same order
 */
export async function writeFilesAtomically(
  files: readonly (readonly [path: string, parts: FileParts])[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const digests: string[] = [];
  try {
    for (const [path, parts] of files) digests.push(await writeUnfinished(path, parts, signal));
    signal.throwIfAborted();
    for (const [path] of files) await rename(toUnfinishedPath(path), path);
    return digests;
  } catch (thrown) {
    for (const [path] of files) await rm(toUnfinishedPath(path), { force: true });
    throw thrown;
  }
}

const toUnfinishedPath = (path: string) => `${path}.${process.pid}.unfinished`;

async function writeUnfinished(path: string, parts: FileParts, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(toUnfinishedPath(path), 'wx');
  try {
    for await (const chunk of readChunks(parts)) {
      signal.throwIfAborted();
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}
