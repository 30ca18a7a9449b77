import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { precompress } from './precompress.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-precompress-'));
const cache = join(folder, 'cache');
afterAll(() => rmSync(folder, { recursive: true }));

test('compresses text without loss, and keeps the smaller file of a full build in a fast build', async () => {
  const text = Array.from({ length: 2_000 }, (_, line) => `line ${line} of ${line ** 2}`).join('\n');
  const app = join(folder, 'app.js');
  const picture = join(folder, 'picture.png');
  for (const path of [app, picture]) writeFileSync(path, text);
  const compressedSize = async (isFast: boolean) => {
    await precompress(folder, cache, isFast, () => {});
    const compressed = readFileSync(`${app}.br`);
    expect(brotliDecompressSync(compressed).toString()).toBe(text);
    return compressed.length;
  };
  const fast = await compressedSize(true);
  const best = await compressedSize(false);
  expect(best).toBeLessThan(fast);
  expect(await compressedSize(true)).toBe(best);
  expect(() => readFileSync(`${picture}.br`)).toThrow('ENOENT');
});
