/** The files handed over to the next page. */
let pendingFiles: readonly File[] = [];
let releaseLock: () => Promise<void> = async () => {};
/** The stored model that the files belong to; `null` if they are user-supplied. */
let lockedModelId: string | null = null;

/**
 * Hands files over to the next page; a link cannot contain them, so it has `file=1`. The files are not copied.
 * @param storedId the stored model to which they belong: no tab can delete it until other files are handed over
 */
export function setPendingFiles(files: readonly File[], storedId: string | null = null): void {
  if (storedId === null || storedId !== lockedModelId) {
    void releaseLock();
    releaseLock = storedId === null ? async () => {} : markInUse(storedId);
    lockedModelId = storedId;
  }
  pendingFiles = files;
}

/** Hands over the files that a page has opened, so that Back opens them again; has no effect on files it received. */
export function retainFiles(files: readonly File[]): void {
  if (files !== pendingFiles) setPendingFiles(files);
}

/**
 * Lists the most recently handed over files, for a page whose link has `file=1`; empty if the user has not chosen any.
 */
export function listPendingFiles(): readonly File[] {
  return pendingFiles;
}

/** Call this before this tab deletes a stored model: its files are no longer handed over. */
export async function releaseModel(id: string): Promise<void> {
  if (id !== lockedModelId) return;
  const release = releaseLock;
  setPendingFiles([]);
  await release();
}

/**
 * Holds the Web Lock that the store requests before it deletes a model (`storage/store/locks.ts`). Returns its release
 * function.
 */
function markInUse(id: string): () => Promise<void> {
  const locks = navigator.locks as LockManager | undefined; // absent on insecure origins, which have no shared storage either
  if (!locks) return async () => {};
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const request = locks.request(`assay-model-in-use ${id}`, { mode: 'shared' }, () => end);
  request.catch(() => {}); // site data is blocked, so no model is stored
  return async () => {
    resolve();
    await request;
    await locks.query(); // resolves after the browser has processed the release
  };
}
