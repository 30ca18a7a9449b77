import { readFile, rm, writeFile } from 'node:fs/promises';
import { AppError } from '#core/errors/error.ts';
import { isProcessRunning } from '../is-process-running.ts';

/**
 * Runs `work` under a lock file. The lock of a process that has ended is ignored.
 * @throws AppError engine-in-use if another process holds the lock
 */
export async function withLock<T>(path: string, engine: string, work: () => Promise<T>): Promise<T> {
  await acquire(path, engine);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string, engine: string): Promise<void> {
  for (let isRetry = false; ; isRetry = true) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const ownerPid = Number(await readFile(path, 'utf8').catch(() => ''));
      if (isRetry || isProcessRunning(ownerPid)) throw new AppError('engine-in-use', { engine }, { cause: error });
      await rm(path, { force: true });
    }
  }
}
