import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * Computes the SHA-256 of a file, in lower-case hexadecimal.
 * @throws the error of the file system, or the reason of the signal
 */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
