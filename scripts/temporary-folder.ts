import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isProcessRunning } from '../companion/engines/is-process-running.ts';

const prefix = 'assay-tests-';
/** The variables from which `os.tmpdir` and other programs take the folder. */
const variables = ['TMPDIR', 'TEMP', 'TMP'];

/**
 * The global setup of all tests: their temporary folders are in one folder, which is removed at the end. Those of runs that
 * were killed are removed at the start of the next one.
 * @returns removes the folder
 */
export default function useTemporaryFolder(): () => void {
  const parent = tmpdir();
  if (parent.endsWith(`${prefix}${process.pid}`)) return () => {}; // another project of the same run has already set the folder
  for (const name of readdirSync(parent)) {
    const [, pid] = /^assay-tests-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && !isProcessRunning(Number(pid)))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = join(parent, `${prefix}${process.pid}`);
  mkdirSync(folder, { recursive: true });
  for (const name of variables) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
