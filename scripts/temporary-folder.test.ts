import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import useTemporaryFolder from './temporary-folder.ts';

test('a run of tests removes its temporary folder, and those of runs that were killed', () => {
  const parent = mkdtempSync(join(tmpdir(), 'parent-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(parent, { recursive: true });
  });
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, parent);
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  const names = [`assay-tests-${ended}`, `assay-tests-${process.ppid}`, 'assay-tests-of-mine', 'other'];
  for (const name of names) mkdirSync(join(parent, name));
  writeFileSync(join(parent, `assay-tests-${ended}`, 'left'), '');

  const remove = useTemporaryFolder();
  expect(names.map((name) => existsSync(join(parent, name)))).toEqual([false, true, true, true]);
  expect(tmpdir()).toBe(join(parent, `assay-tests-${process.pid}`));
  mkdtempSync(join(tmpdir(), 'assay-gateway-'));
  useTemporaryFolder()(); // the folder of another project of the same run
  expect(existsSync(tmpdir())).toBe(true);
  remove();
  expect(existsSync(tmpdir())).toBe(false);
});
