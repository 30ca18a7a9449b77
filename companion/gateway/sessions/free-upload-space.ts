import { readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#core/errors/error.ts';

/** An upload that was used more recently may still be in use. Heuristic, not measured. */
const minIdleMs = 3_600_000;

interface NewUpload {
  /** The folder of all uploads. */
  readonly folder: string;
  /** The SHA-256 of the file. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The bytes of the file that are already on the disk, if an upload is resumed. */
  readonly receivedBytes: number;
  /** The total quota of all uploads; `null` for half of the disk space that is free or used by uploads. */
  readonly quotaBytes: number | null;
  /**
   * The last use of each upload in epoch milliseconds, by name. An upload that is missing here was last used when it
   * was written.
   */
  readonly lastUsedMs: ReadonlyMap<string, number>;
}

/**
 * Removes idle uploads, least recently used first, until a new one fits into the quota and onto the disk. None is removed if
 * it would not fit without all of them. The bytes of a resumed upload, `<sha256>.part`, are not counted as used.
 * @throws AppError storage-failed if it does not fit
 */
export async function freeUploadSpace(upload: NewUpload): Promise<void> {
  const { folder, sizeBytes, receivedBytes, quotaBytes } = upload;
  const files = await listOtherUploads(upload);
  const { bavail, bsize } = await statfs(folder);
  const usedBytes = sumBytes(files);
  const freeBytes = bavail * bsize;
  const quota = quotaBytes ?? (usedBytes + receivedBytes + freeBytes) / 2;
  const excessBytes = Math.max(usedBytes + sizeBytes - quota, sizeBytes - receivedBytes - freeBytes);
  const idle = files.filter(({ usedAtMs }) => usedAtMs < Date.now() - minIdleMs);
  const idleBytes = sumBytes(idle);
  if (sizeBytes - receivedBytes > freeBytes + idleBytes)
    throw new AppError('storage-failed', { host: 'companion', reason: 'disk-full' });
  if (excessBytes > idleBytes) {
    throw new AppError('storage-failed', {
      host: 'companion',
      reason: 'upload-quota',
      needBytes: sizeBytes,
      quotaBytes: quota,
      usedBytes,
    });
  }
  let removedBytes = 0;
  for (const { path, bytes } of idle.toSorted((a, b) => a.usedAtMs - b.usedAtMs)) {
    if (removedBytes >= excessBytes) return;
    await rm(path, { force: true });
    removedBytes += bytes;
  }
}

const sumBytes = (files: readonly { readonly bytes: number }[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Lists the other uploads, again if one was completed or removed meanwhile. */
async function listOtherUploads({ folder, name, lastUsedMs }: NewUpload): Promise<UploadedFile[]> {
  for (;;) {
    const names = (await readdir(folder)).filter((other) => !other.startsWith(name));
    try {
      return await Promise.all(names.map((other) => readUpload(folder, other, lastUsedMs)));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
    }
  }
}

type UploadedFile = Awaited<ReturnType<typeof readUpload>>;

async function readUpload(folder: string, name: string, lastUsedMs: NewUpload['lastUsedMs']) {
  const path = join(folder, name);
  const { size, mtimeMs } = await stat(path);
  return { path, bytes: size, usedAtMs: Math.max(mtimeMs, lastUsedMs.get(name) ?? 0) };
}
