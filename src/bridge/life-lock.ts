/** The message that a worker posts once it holds its lock. comlink ignores messages other than its own. */
export const lockHeldMessage = 'lock-held';

/** The members of a worker's global scope that the lock needs. The page's types lack them. */
interface WorkerScope {
  readonly name: string;
  readonly navigator: { readonly locks?: LockManager };
  postMessage(message: unknown): void;
}

/**
 * Holds the worker's lock until the worker ends, so that `spawnWorker` detects its end. This is a separate file, because a
 * worker that imported `spawn-worker.ts` would bundle all workers.
 */
export function holdLifeLock(scope: WorkerScope): void {
  const lockRequest = scope.navigator.locks?.request(scope.name, () => {
    scope.postMessage(lockHeldMessage);
    return new Promise<never>(() => {});
  });
  lockRequest?.catch(() => {}); // site data is blocked, so the page gets only the `error` event
}
