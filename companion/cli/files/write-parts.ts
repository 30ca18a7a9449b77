import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { readChunks, type FileParts } from '#formats/file-parts.ts';

/**
 * Writes a file part by part under another name, and renames it when it is complete: an interruption leaves no half
 * file, and a file of this name is replaced at once.
 * @returns the SHA-256 of the file, in lower-case hexadecimal
 * @throws the error of the file system, or the reason of the aborted signal
 */
export async function writeParts(path: string, parts: FileParts, signal: AbortSignal): Promise<string> {
  const unfinished = `${path}.${process.pid}.unfinished`;
  const hash = createHash('sha256');
  try {
    const file = await open(unfinished, 'wx');
    try {
      for await (const chunk of readChunks(parts)) {
        signal.throwIfAborted();
        hash.update(chunk);
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
    signal.throwIfAborted();
    await rename(unfinished, path);
    return hash.digest('hex');
  } catch (thrown) {
    await rm(unfinished, { force: true });
    throw thrown;
  }
}
