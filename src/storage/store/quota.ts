import { AppError } from '#core/errors/error.ts';
import type { StorageQuota } from '#core/model/stored-model.ts';

export async function readStorageQuota(backend: StorageQuota['backend']): Promise<StorageQuota> {
  const storage = navigator.storage as StorageManager | undefined; // absent on insecure origins
  const [{ usage = null, quota = null } = {}, isPersistent = false] = await Promise.all([
    storage?.estimate?.(),
    storage?.persisted?.(),
  ]);
  return { usedBytes: usage, quotaBytes: quota, isPersistent, backend };
}

/**
 * Checks the browser's estimate of free space. If it exceeds the disk's free space, or is unavailable, the write fails.
 * @throws AppError storage-failed
 */
export async function checkQuota(needBytes: number): Promise<void> {
  const storage = navigator.storage as StorageManager | undefined;
  const { usage = null, quota = null } = (await storage?.estimate?.()) ?? {};
  if (usage === null || quota === null) return;
  const freeBytes = Math.max(0, quota - usage);
  if (needBytes > freeBytes) {
    throw new AppError('storage-failed', { reason: 'not-enough-quota', needBytes, freeBytes });
  }
}
