import { join } from 'node:path';
import type { PackageId } from '#core/engine-package.ts';
import { delay } from '#core/delay.ts';
import { AppError } from '#core/error.ts';
import { npm } from '../../../scripts/install/npm.mjs';
import { root } from '../../../scripts/project.ts';
import { addPackage } from './add-package.ts';
import { libraryOf, type EngineLibrary } from './package-state.ts';

/** Runs `work` with the folder in which tests share the engines that they add. */
async function inTestFolder<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env['ASSAY_HOME'];
  process.env['ASSAY_HOME'] = join(root, '.cache', 'companion');
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env['ASSAY_HOME'];
    else process.env['ASSAY_HOME'] = before;
  }
}

/**
 * The library of a package, which the first test that needs it adds from the configured registry; `null`, with the
 * reason on the console, if it cannot be fetched.
 */
export async function addedPackage(id: PackageId): Promise<EngineLibrary | null> {
  for (;;) {
    try {
      return await inTestFolder(() => readyOrAdded(id));
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'engine-in-use') await delay(500);
      else {
        console.warn(`tests of ${id} are skipped:`, thrown instanceof Error ? thrown.message : thrown);
        return null;
      }
    }
  }
}

async function readyOrAdded(id: PackageId): Promise<EngineLibrary> {
  const ready = await libraryOf(id).catch(() => null);
  if (ready) return ready;
  const { signal } = new AbortController();
  await addPackage(id, {
    signal,
    onProgress: () => {},
    npm: (folder, args) => npm(folder, args, 'not added', signal),
  });
  return libraryOf(id);
}
