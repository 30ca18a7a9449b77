import { AppError } from '#core/error.ts';

/**
 * Web Locks, which are shared by all tabs, and released when their holder ends in any way. Insecure origins have none,
 * and no shared storage either.
 */
const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined;

/** Runs `act` while nothing else runs under the same name in any tab; waits until then. */
export async function withExclusiveLock<T>(
  name: string,
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: () => void },
  act: () => Promise<T>,
): Promise<T> {
  const manager = locks();
  if (!manager) return act();
  signal.throwIfAborted();
  const done = await manager.request(name, { ifAvailable: true }, async (lock) => lock && { value: await act() });
  if (done) return done.value;
  onWait();
  return manager.request(name, { signal }, act);
}

/** Like {@link withExclusiveLock}, for work so short that waiting for it is neither reported nor aborted. */
export async function withLock<T>(name: string, act: () => Promise<T>): Promise<T> {
  const manager = locks();
  return manager ? manager.request(name, act) : act();
}

/** Runs `act` unless any tab holds the lock of this name. @returns whether it was run */
export async function tryWithLock(name: string, act: () => Promise<void>): Promise<boolean> {
  const manager = locks();
  return manager ? manager.request(name, { ifAvailable: true }, run) : run({});

  async function run(lock: object | null): Promise<boolean> {
    if (lock) await act();
    return lock !== null;
  }
}

/** Marks a model as in use until this worker ends. Until then it cannot be deleted. */
export async function markInUse(id: string): Promise<void> {
  const manager = locks();
  if (!manager) return;
  await new Promise<void>((resolve) => {
    void manager.request(inUse(id), { mode: 'shared' }, () => {
      resolve();
      return new Promise<never>(() => {});
    });
  });
}

/** @throws AppError model-in-use where a tab has the model open */
export async function withUnusedModel(id: string, act: () => Promise<void>): Promise<void> {
  if (!(await tryWithLock(inUse(id), act))) throw new AppError('model-in-use', { model: id });
}

const inUse = (id: string) => `assay-model-in-use ${id}`;
