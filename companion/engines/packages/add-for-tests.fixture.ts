import { join } from 'node:path';
import type { PackageId } from '#core/engine/engine-package.ts';
import { delay } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import { npm } from '../../../scripts/install/npm.mjs';
import { root } from '../../../scripts/project-root.ts';
import { addPackage } from './add-package.ts';
import { readPackageState } from './package-state.ts';

/** The companion's data folder in tests, with the engines that they have added. */
export const testHome = join(root, '.cache', 'companion');

/**
 * Adds an engine from the configured registry to the folder `ASSAY_HOME`, unless it is already installed.
 * @returns the reason why it cannot be used; empty if it can
 */
export async function addForTests(id: PackageId): Promise<string> {
  for (;;) {
    try {
      if ((await readPackageState(id)).state !== 'ready') await add(id);
      return '';
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'engine-in-use') return `skipped: ${String(thrown)}`;
      await delay(500); // another test is adding it
    }
  }
}

async function add(id: PackageId): Promise<void> {
  const { signal } = new AbortController();
  const runNpm = (folder: string, args: readonly string[]) => npm(folder, args, 'not added', signal);
  await addPackage(id, { signal, onProgress: () => {}, npm: runNpm });
}
