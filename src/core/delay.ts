import { AppError } from './error.ts';

/** Waits `ms` milliseconds. An abort ends the wait and its timer. @throws AppError aborted */
export function delay(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new AppError('aborted'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** What `call` resolves to, or `timedOut` once `ms` milliseconds have passed. No timer outlives the call. */
export async function withTimeout<T, Late>(call: Promise<T>, ms: number, timedOut: Late): Promise<T | Late> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(timedOut), ms);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `call`, or the reason of `stop` if it aborts first: a call to a worker that has ended never settles by itself. */
export function abortable<T>(stop: AbortSignal, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(stop.reason instanceof AppError ? stop.reason : new AppError('aborted'));
    if (stop.aborted) give();
    else stop.addEventListener('abort', give, { once: true });
    call.then(resolve, reject).finally(() => stop.removeEventListener('abort', give));
  });
}
