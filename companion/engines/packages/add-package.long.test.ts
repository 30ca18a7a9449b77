import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { npm } from '../../../scripts/install/npm.mjs';
import { addPackage } from './add-package.ts';
import { findHostPlatform } from './host-platform.ts';
import { packageIds, findUnsupportedPlatform } from './package-state.ts';
import { packageTable } from './package-table.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'assay-registry-'));
  vi.stubEnv('ASSAY_HOME', home);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

// Packages that need hardware are excluded. The CUDA build alone is 0.7 GB and loads only with a driver.
const downloadable = packageIds.filter(
  (id) =>
    packageTable[id].source !== 'user' &&
    !packageTable[id].needs &&
    !findUnsupportedPlatform(packageTable[id], findHostPlatform()),
);

test.each(downloadable)(
  'adds %s from the configured registry',
  async (id) => {
    const { signal } = new AbortController();
    const runNpm = (folder: string, args: readonly string[]) => npm(folder, args, 'failed', signal);
    const state = await addPackage(id, { signal, npm: runNpm, onProgress: () => {} });
    expect(state).toMatchObject({ state: 'ready', version: expect.any(String) as string });
  },
  600_000,
);
