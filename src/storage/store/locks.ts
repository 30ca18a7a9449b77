import { AppError } from '#core/errors/error.ts';

/**
 * Returns the manager of Web Locks, which all tabs share, and which are released when their holder ends for any reason.
 * Insecure origins, and sites with blocked data, have neither locks nor shared storage.
 */
async function findLockManager(): Promise<LockManager | undefined> {
  const locks = navigator.locks as LockManager | undefined;
  return locks?.query().then(
    () => locks,
    () => undefined,
  );
}

/** Waits for the lock of this name, which only one tab can hold, and runs `callback` with it. */
export async function withExclusiveLock<T>(
  name: string,
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: () => void },
  callback: () => Promise<T>,
): Promise<T> {
  const manager = await findLockManager();
  if (!manager) return callback();
  signal.throwIfAborted();
  const done = await manager.request(name, { ifAvailable: true }, async (lock) => lock && { value: await callback() });
  if (done) return done.value;
  onWait();
  return manager.request(name, { signal }, callback);
}

/** Does the same as {@link withExclusiveLock} for short tasks, without reports and aborts of waiting. */
export async function withLock<T>(name: string, callback: () => Promise<T>): Promise<T> {
  const manager = await findLockManager();
  return manager ? manager.request(name, callback) : callback();
}

/** Runs `callback` while no other tab compares records with files, or changes the records that determine deletions. */
export function withStoreLock<T>(callback: () => Promise<T>): Promise<T> {
  return withLock('assay-store', callback);
}

/**
 * Runs `callback` unless a tab holds the lock of this name.
 * @returns whether it ran
 */
export async function tryWithLock(name: string, callback: () => Promise<void>): Promise<boolean> {
  const manager = await findLockManager();
  return manager ? manager.request(name, { ifAvailable: true }, run) : run({});

  async function run(lock: object | null): Promise<boolean> {
    if (lock) await callback();
    return lock !== null;
  }
}

/** Marks a model as in use, so it cannot be deleted, until this worker ends. */
export async function markInUse(id: string): Promise<void> {
  const manager = await findLockManager();
  if (!manager) return;
  await new Promise<void>((resolve) => {
    void manager.request(toInUseLockName(id), { mode: 'shared' }, () => {
      resolve();
      return new Promise<never>(() => {});
    });
  });
}

/**
 * Runs `callback` while no tab has the model open.
 * @throws AppError model-in-use if a tab has it open
 */
export async function withUnusedModel(id: string, callback: () => Promise<void>): Promise<void> {
  if (!(await tryWithLock(toInUseLockName(id), callback))) throw new AppError('model-in-use', { model: id });
}

const toInUseLockName = (id: string) => `assay-model-in-use ${id}`;
