import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createSeededRandom } from '#core/random.ts';

/**
 * Creates a file of incompressible bytes in `folder`.
 * @returns its path
 */
export async function createNoiseFile(folder: string, sizeBytes: number): Promise<string> {
  const path = join(folder, `noise-${sizeBytes}.bin`);
  if (existsSync(path)) return path;
  const random = createSeededRandom(1);
  const chunk = Uint8Array.from({ length: 2 ** 20 }, () => random() * 256);
  const stream = createWriteStream(path, { flush: true }); // flushed, so the disk is idle during the measurement
  for (let offset = 0; offset < sizeBytes; offset += chunk.length) {
    chunk[0] = offset / chunk.length; // makes each chunk unique
    if (!stream.write(chunk.slice())) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  return path;
}
