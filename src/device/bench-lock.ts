/** Held by the measuring tab: two measurements at once would halve each other's speed. */
const lockName = 'assay-bench';

/** Insecure origins have no Web Locks. */
const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined;

/**
 * Runs `measure` while no other tab of this origin is measuring; waits until the lock is free.
 * @param onWait called if another tab is measuring now
 * @throws the reason of `signal` if it is aborted while waiting
 */
export async function withBenchLock<T>(
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: () => void },
  measure: () => Promise<T>,
): Promise<T> {
  const manager = locks();
  if (!manager) return measure();
  const { held = [] } = await manager.query();
  if (held.some(({ name }) => name === lockName)) onWait();
  return manager.request(lockName, { signal }, measure);
}
