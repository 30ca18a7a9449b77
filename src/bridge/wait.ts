import { proxy } from 'comlink';
import { AppError } from '#core/error.ts';
import type { Progress } from '#core/report.ts';

export interface CallOptions {
  /** Stops the call: it rejects with `aborted` at once. */
  readonly signal?: AbortSignal | undefined;
}

export interface WaitOptions extends CallOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** `call`, unless `stop` comes first: a call in flight on a worker that ended never settles by itself. */
export function unless<T>(stop: AbortSignal, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(stop.reason instanceof AppError ? stop.reason : new AppError('aborted'));
    if (stop.aborted) give();
    else stop.addEventListener('abort', give, { once: true });
    call.then(resolve, reject).finally(() => stop.removeEventListener('abort', give));
  });
}

/** Progress as an argument for the worker; comlink takes callbacks only as direct arguments, never nested. */
export function progressTo(onProgress: WaitOptions['onProgress'], stop: AbortSignal) {
  return proxy((progress: Progress) => {
    if (!stop.aborted) onProgress?.(progress);
  });
}
