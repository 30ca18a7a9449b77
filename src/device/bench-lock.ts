/** Held by the measuring tab: two concurrent measurements would halve each other's speed. */
const lockName = 'assay-bench';

/**
 * Runs `measure` while no other tab of this origin is measuring; waits until the lock is free.
 * @param onWait called if another tab is measuring now
 * @throws the reason of `signal` if it is aborted while waiting
 */
export async function withBenchLock<T>(
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: () => void },
  measure: () => Promise<T>,
): Promise<T> {
  const locks = navigator.locks as LockManager | undefined; // absent on insecure origins
  const locked = await locks?.query().catch(() => null); // rejected if site data is blocked
  if (!locks || !locked) return measure();
  if (locked.held?.some(({ name }) => name === lockName)) onWait();
  return locks.request(lockName, { signal }, measure);
}
