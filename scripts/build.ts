import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashInputs, sourceRevision } from './build-inputs.ts';
import { whileLocked } from './install/lock.mjs';
import { precompress } from './precompress.ts';
import { root } from './project.ts';

const cache = join(root, '.cache');
const stamp = join(cache, 'build-inputs');

/** The built app. */
export const dist = join(root, 'dist');

/**
 * Brings `dist/` up to date with the sources; at once where it is.
 * @param say Told of progress, a line at a time.
 * @throws Error where a source cannot be built
 */
export async function buildIfStale(say: (line: string) => void): Promise<void> {
  if (isCurrent(currentHash())) return;
  await whileLocked(join(cache, 'build.lock'), async () => {
    const hash = currentHash();
    if (!isCurrent(hash)) await build(hash, say);
  });
}

function currentHash(): string {
  return hashInputs(root, sourceRevision(root));
}

function isCurrent(hash: string): boolean {
  return existsSync(join(dist, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/** Built under another name until it is whole, so that a server never serves half of it. */
async function build(hash: string, say: (line: string) => void): Promise<void> {
  const startedMs = performance.now();
  say('Building the app');
  const partial = join(cache, 'dist.partial');
  process.env['NODE_ENV'] = 'production';
  process.env['VITE_ASSAY_COMMIT'] = sourceRevision(root);
  const vite = await import('vite');
  await vite.build({
    root,
    configFile: join(root, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'error',
    build: { outDir: partial, emptyOutDir: true },
  });
  let toldPercent = 0;
  await precompress(partial, join(cache, 'brotli'), (doneBytes, totalBytes) => {
    const percent = Math.floor((doneBytes / totalBytes) * 100);
    if (percent < toldPercent + 25) return;
    toldPercent = percent;
    say(`Compressing ${percent} %`);
  });
  mkdirSync(cache, { recursive: true });
  rmSync(stamp, { force: true });
  rmSync(dist, { recursive: true, force: true });
  renameSync(partial, dist);
  writeFileSync(stamp, hash);
  say(`Built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
}

if (process.argv[1] === import.meta.filename) {
  await buildIfStale((line) => console.log(line));
  console.log(`dist/ is up to date`);
}
