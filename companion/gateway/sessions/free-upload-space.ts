import { readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#core/errors/error.ts';

/** A file that was used more recently may still be in use. Heuristic, not measured. */
const minUnusedMs = 3_600_000;

interface UploadRequest {
  /** The folder of all uploads. */
  readonly folder: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** The total quota of all uploads; `null` for half of the disk space that is free or used by uploads. */
  readonly quotaBytes: number | null;
  /** The last use of each upload in epoch milliseconds, by its name. Otherwise the time of the upload counts. */
  readonly lastUsedMs: ReadonlyMap<string, number>;
}

/**
 * Removes unused uploads, least recently used first, until a new one fits into the quota and onto the disk.
 * @throws AppError storage-failed if it does not fit
 */
export async function freeUploadSpace({
  folder,
  name,
  sizeBytes,
  quotaBytes,
  lastUsedMs,
}: UploadRequest): Promise<void> {
  const names = (await readdir(folder)).filter((other) => !other.startsWith(name));
  const files = await Promise.all(names.map((other) => readUpload(folder, other, lastUsedMs)));
  const { bavail, bsize } = await statfs(folder);
  let usedBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let freeBytes = bavail * bsize;
  const quota = quotaBytes ?? (usedBytes + freeBytes) / 2;
  const unused = files.filter(({ usedAtMs }) => usedAtMs < Date.now() - minUnusedMs);
  for (const { path, bytes } of unused.toSorted((a, b) => a.usedAtMs - b.usedAtMs)) {
    if (usedBytes + sizeBytes <= quota && sizeBytes <= freeBytes) return;
    await rm(path, { force: true });
    usedBytes -= bytes;
    freeBytes += bytes;
  }
  if (sizeBytes > freeBytes) throw new AppError('storage-failed', { host: 'companion', reason: 'disk-full' });
  if (usedBytes + sizeBytes <= quota) return;
  throw new AppError('storage-failed', {
    host: 'companion',
    reason: 'upload-quota',
    needBytes: sizeBytes,
    quotaBytes: quota,
    usedBytes,
  });
}

async function readUpload(folder: string, name: string, lastUsedMs: UploadRequest['lastUsedMs']) {
  const path = join(folder, name);
  const { size, mtimeMs } = await stat(path);
  return { path, bytes: size, usedAtMs: Math.max(mtimeMs, lastUsedMs.get(name) ?? 0) };
}
