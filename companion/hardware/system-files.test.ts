import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SystemFiles } from './system-files.ts';

test('distinguishes files that cannot be read from missing ones', async () => {
  const root = await mkdtemp(join(tmpdir(), 'assay-system-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(join(root, 'energy_uj'), '1');
  await mkdir(join(root, 'folder'));
  const files = new SystemFiles(root);
  expect(files.readError('energy_uj')).toBeNull();
  expect(files.readError('none')).toBe('missing');
  expect(files.readError('folder')).toBe('failed'); // reading a folder fails with EISDIR, which stands in for a driver's EIO
});
