export interface StorageFacts {
  /** The origin-private file system, where models are kept. */
  readonly opfs: boolean;
  readonly quotaBytes: number | null;
  readonly usageBytes: number | null;
  /** Whether the browser promised not to clear this origin by itself; null where it does not say. */
  readonly persisted: boolean | null;
}

/** Never throws, and never asks the user: it calls `persisted`, not `persist`. */
export async function readStorageFacts(): Promise<StorageFacts> {
  // Absent in insecure contexts, whatever the types say.
  const storage = navigator.storage as StorageManager | undefined;
  if (!storage) return { opfs: false, quotaBytes: null, usageBytes: null, persisted: null };
  const [estimate, persisted, opfs] = await Promise.all([
    storage.estimate?.().catch(() => null),
    storage.persisted?.().catch(() => null),
    storage.getDirectory?.().then(
      () => true,
      () => false, // there, but refused: private windows of some browsers
    ),
  ]);
  return {
    opfs: opfs ?? false,
    quotaBytes: estimate?.quota ?? null,
    usageBytes: estimate?.usage ?? null,
    persisted: persisted ?? null,
  };
}
