import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
const worthwhile = /\.(?:html|js|mjs|css|json|svg|webmanifest|wasm|txt)$/;
const minBytes = 512;
/** The engines' wasm is 14 to 27 MB a file: the best quality takes a minute for each, this one two seconds. */
const largeBytes = 2_000_000;

/**
 * Writes `<file>.br` beside every text and wasm file of `folder`. What was compressed before comes from `cache`, by
 * content.
 * @param onQuarter Told of every quarter, in percent of the bytes.
 */
export async function precompress(folder: string, cache: string, onQuarter: (percent: number) => void): Promise<void> {
  await mkdir(cache, { recursive: true });
  const paths = globSync('**/*', { cwd: folder }).filter((path) => worthwhile.test(path));
  const files = await Promise.all(
    paths.map(async (path) => ({ path: join(folder, path), content: await readFile(join(folder, path)) })),
  );
  const totalBytes = files.reduce((sum, { content }) => sum + content.length, 0);
  let doneBytes = 0;
  let toldPercent = 0;
  // Two at a time: brotli runs in Node's thread pool, and a large window takes memory.
  const queue = files.values();
  const work = async () => {
    for (const { path, content } of queue) {
      if (content.length >= minBytes) await compressOnce(path, content, cache);
      doneBytes += content.length;
      const percent = Math.floor((4 * doneBytes) / totalBytes) * 25;
      if (percent > toldPercent) onQuarter((toldPercent = percent));
    }
  };
  await Promise.all([work(), work()]);
}

async function compressOnce(path: string, content: Buffer, cache: string): Promise<void> {
  const quality = content.length > largeBytes ? 9 : constants.BROTLI_MAX_QUALITY;
  const cached = join(cache, `${createHash('sha256').update(content).digest('hex')}-${quality}`);
  if (!existsSync(cached)) {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    await writeFile(`${cached}.partial`, await compress(content, { params }));
    await rename(`${cached}.partial`, cached);
  }
  await copyFile(cached, `${path}.br`);
}
