import { AppError } from '#core/errors/error.ts';

/** File System Access, which only some browsers have and TypeScript does not declare. */
interface Permission {
  queryPermission(descriptor: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission(descriptor: { readonly mode: 'read' }): Promise<PermissionState>;
}

type PermissionHandle = FileSystemHandle & Partial<Permission>;
const descriptor = { mode: 'read' } as const;

/** Returns whether a file or folder can be read without a click and a prompt. */
export async function canRead(handle: PermissionHandle): Promise<boolean> {
  return (await handle.queryPermission?.(descriptor)) === 'granted';
}

/**
 * Requests permission to read a file or folder. Call it in a click handler, because the browser may prompt the user.
 * @returns whether it can be read
 */
export async function requestRead(handle: PermissionHandle): Promise<boolean> {
  if (await canRead(handle)) return true;
  // Rejects if the browser considers the user activation expired.
  return (await handle.requestPermission?.(descriptor).catch(() => null)) === 'granted';
}

/** Creates the error for a file or folder that cannot be read. */
export function createReadError(file: string, cause: unknown): AppError {
  const errorName = cause instanceof DOMException ? cause.name : '';
  if (errorName === 'NotAllowedError') return new AppError('file-permission-denied', { file }, { cause });
  if (errorName === 'NotFoundError') return new AppError('file-gone', { file }, { cause });
  return new AppError('file-unreadable', { file, why: String(cause) }, { cause });
}
