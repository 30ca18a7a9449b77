import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
const compressible = /\.(?:html|js|mjs|css|json|svg|webmanifest|wasm|txt)$/;
const minBytes = 512;
/** The engines' wasm files are 14 to 27 MB: maximum quality takes a minute per file, quality 9 two seconds. */
const largeBytes = 2_000_000;
/** Quality 5 takes 3 s for all files, which become 8% larger. */
const fastQuality = 5;

/**
 * Writes `<file>.br` next to every text and wasm file of `folder`. Files that were compressed before are copied from
 * `cache`, by content hash.
 * @param isFast Whether to compress files that are not in the cache at a lower quality.
 * @param onQuarter Called after every quarter, with the percentage of compressed bytes.
 */
export async function precompress(
  folder: string,
  cache: string,
  isFast: boolean,
  onQuarter: (percent: number) => void,
): Promise<void> {
  await mkdir(cache, { recursive: true });
  const paths = globSync('**/*', { cwd: folder }).filter((path) => compressible.test(path));
  const files = await Promise.all(
    paths.map(async (path) => ({ path: join(folder, path), content: await readFile(join(folder, path)) })),
  );
  const totalBytes = files.reduce((sum, { content }) => sum + content.length, 0);
  let compressedBytes = 0;
  let reportedPercent = 0;
  // Two files at a time: brotli runs in Node's thread pool, and a large window needs much memory.
  const queue = files.values();
  const compressNext = async () => {
    for (const { path, content } of queue) {
      if (content.length >= minBytes) await compressOnce(path, content, cache, isFast);
      compressedBytes += content.length;
      const percent = Math.floor((4 * compressedBytes) / totalBytes) * 25;
      if (percent > reportedPercent) onQuarter((reportedPercent = percent));
    }
  };
  await Promise.all([compressNext(), compressNext()]);
}

async function compressOnce(path: string, content: Buffer, cache: string, isFast: boolean): Promise<void> {
  const hash = createHash('sha256').update(content).digest('hex');
  const maxQuality = content.length > largeBytes ? 9 : constants.BROTLI_MAX_QUALITY;
  const quality = isFast && !existsSync(join(cache, `${hash}-${maxQuality}`)) ? fastQuality : maxQuality;
  const cachedPath = join(cache, `${hash}-${quality}`);
  if (!existsSync(cachedPath)) {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    await writeFile(`${cachedPath}.partial`, await compress(content, { params }));
    await rename(`${cachedPath}.partial`, cachedPath);
  }
  await copyFile(cachedPath, `${path}.br`);
}
