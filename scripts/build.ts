import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { readSourceRevision } from './build-inputs.ts';
import { findChunkCycle } from './chunk-cycles.ts';
import { formatBuildInputs, buildInputsFile, hashCurrentInputs, dist, isBuiltFrom } from './dist.ts';
import { withLock } from './install/lock.mjs';
import { precompress } from './precompress.ts';
import { root } from './project-root.ts';

// `npm run build`: rebuilds `dist/` if the sources have changed. With `--fast`, for tests and for serving on this
// machine, files are compressed quickly instead of maximally, which takes most of the time.
const isFast = process.argv.includes('--fast');
const cache = join(root, '.cache');
const log = (line: string) => console.error(line);

await withLock(join(cache, 'build.lock'), async () => {
  const hash = hashCurrentInputs();
  if (isBuiltFrom(hash, isFast)) return log('dist/ is up to date');
  const startedMs = performance.now();
  log('Building the app');
  // Built under another name, so a server never serves an incomplete build.
  const partial = join(cache, 'dist.partial');
  process.env['NODE_ENV'] = 'production';
  process.env['VITE_ASSAY_COMMIT'] = readSourceRevision(root);
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'error',
    build: { outDir: partial, emptyOutDir: true },
  });
  const cycle = findChunkCycle(join(partial, 'assets'));
  if (cycle)
    throw new Error(`Built files import each other: ${cycle.join(' -> ')}. Change the groups in vite.config.ts.`);
  await precompress(partial, join(cache, 'brotli'), isFast, (percent) => log(`Compressing ${percent}%`));
  rmSync(buildInputsFile, { force: true });
  rmSync(dist, { recursive: true, force: true });
  renameSync(partial, dist);
  writeFileSync(buildInputsFile, formatBuildInputs(hash, isFast));
  log(`Built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
});
