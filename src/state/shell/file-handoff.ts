let handedOver: readonly File[] = [];
let letGo: () => Promise<void> = async () => {};
/** The stored model that the files are of; null: they are the user's own. */
let heldId: string | null = null;

/**
 * Files that one page hands to another; a link cannot carry them, so it says `file=1`. They stay where they are.
 * @param storedId The stored model that they are of: no tab can delete it until others are handedOver.
 */
export function handOverFiles(files: readonly File[], storedId: string | null = null): void {
  if (storedId === null || storedId !== heldId) {
    void letGo();
    letGo = storedId === null ? async () => {} : hold(storedId);
    heldId = storedId;
  }
  handedOver = files;
}

/** What was handedOver last, for a page whose link says `file=1`; empty where the user has yet to choose. */
export function handedOverFiles(): readonly File[] {
  return handedOver;
}

/** Before this tab deletes a stored model: it no longer hands on its files. */
export async function releaseStored(id: string): Promise<void> {
  if (id !== heldId) return;
  const release = letGo;
  handOverFiles([]);
  await release();
}

/** Holds the Web Lock that the store asks for before it deletes (`storage/locks.ts`). Returns how to let go of it. */
function hold(id: string): () => Promise<void> {
  const locks = navigator.locks as LockManager | undefined; // absent on insecure origins, as is shared storage
  if (!locks) return async () => {};
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const held = locks.request(`assay-model-in-use ${id}`, { mode: 'shared' }, () => end);
  return async () => {
    resolve();
    await held;
    await locks.query(); // by its answer the browser has heard of the release, too
  };
}
