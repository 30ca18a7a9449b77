/** What the worker posts when it holds its lock; comlink passes over messages that are not its own. */
export const lockHeld = 'lock-held';

/** What a worker's global scope offers to the lock; spelled out, since the page knows no such scope. */
interface WorkerScope {
  readonly name: string;
  readonly navigator: { readonly locks?: LockManager };
  postMessage(message: unknown): void;
}

/** The worker's side of `spawnWorker`: holds the lock until the worker ends. Apart from it, or workers would start workers. */
export function holdLifeLock(scope: WorkerScope): void {
  void scope.navigator.locks?.request(scope.name, () => {
    scope.postMessage(lockHeld);
    return new Promise<never>(() => {});
  });
}
