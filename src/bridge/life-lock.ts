/** What the worker posts when it holds its lock; comlink ignores messages that are not its own. */
export const lockHeld = 'lock-held';

/** What a worker's global scope offers to the lock; declared here, since the types of the page lack it. */
interface WorkerScope {
  readonly name: string;
  readonly navigator: { readonly locks?: LockManager };
  postMessage(message: unknown): void;
}

/**
 * The worker's side of `spawnWorker`: holds the lock until the worker ends. In a file of its own, since a worker that
 * imported `spawn.ts` would contain all workers.
 */
export function holdLifeLock(scope: WorkerScope): void {
  void scope.navigator.locks?.request(scope.name, () => {
    scope.postMessage(lockHeld);
    return new Promise<never>(() => {});
  });
}
