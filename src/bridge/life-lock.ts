/** The worker posts this message once it holds its lock; comlink ignores messages that are not its own. */
export const lockHeld = 'lock-held';

/** The part of a worker's global scope that the lock needs; declared here because the page's types lack it. */
interface WorkerScope {
  readonly name: string;
  readonly navigator: { readonly locks?: LockManager };
  postMessage(message: unknown): void;
}

/**
 * The worker's side of `spawnWorker`: holds the lock until the worker ends. This is a separate file because a worker
 * that imported `spawn-worker.ts` would bundle all workers.
 */
export function holdLifeLock(scope: WorkerScope): void {
  const holding = scope.navigator.locks?.request(scope.name, () => {
    scope.postMessage(lockHeld);
    return new Promise<never>(() => {});
  });
  holding?.catch(() => {}); // site data is blocked: the page gets only the `error` event
}
