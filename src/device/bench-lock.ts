/** The name of the measuring tab's lock: two concurrent measurements would halve each other's speed. */
const lockName = 'assay-bench';

/**
 * Runs `measure` when no other tab of this origin measures.
 * @param onWait called if another tab is measuring
 * @throws the reason of `signal` if it is aborted while waiting
 */
export async function withBenchLock<T>(
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: () => void },
  measure: () => Promise<T>,
): Promise<T> {
  const locks = navigator.locks as LockManager | undefined; // absent on insecure origins
  const lockSnapshot = await locks?.query().catch(() => null); // rejected if site data is blocked
  if (!locks || !lockSnapshot) return measure();
  if (lockSnapshot.held?.some(({ name }) => name === lockName)) onWait();
  return locks.request(lockName, { signal }, measure);
}
