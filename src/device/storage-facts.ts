export interface StorageFacts {
  /** Whether the origin-private file system, where models are stored, is available. */
  readonly opfs: boolean;
  readonly quotaBytes: number | null;
  readonly usageBytes: number | null;
  /** Whether the browser guarantees not to clear this origin automatically; `null` if not exposed. */
  readonly persisted: boolean | null;
}

/** Reads the facts without errors or prompts to the user: it calls `persisted`, not `persist`. */
export async function readStorageFacts(): Promise<StorageFacts> {
  // Absent in insecure contexts, despite the type declaration.
  const storage = navigator.storage as StorageManager | undefined;
  if (!storage) return { opfs: false, quotaBytes: null, usageBytes: null, persisted: null };
  const [estimate, persisted, opfs] = await Promise.all([
    storage.estimate?.().catch(() => null),
    storage.persisted?.().catch(() => null),
    storage.getDirectory?.().then(
      () => true,
      () => false, // exposed but unavailable in private windows of some browsers
    ),
  ]);
  return {
    opfs: opfs ?? false,
    quotaBytes: estimate?.quota ?? null,
    usageBytes: estimate?.usage ?? null,
    persisted: persisted ?? null,
  };
}
