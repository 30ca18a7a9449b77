import { proxy } from 'comlink';
import type { Progress } from '#core/report/progress.ts';

export interface CallOptions {
  /** Aborts the call, which then rejects with `aborted` at once. */
  readonly signal?: AbortSignal | undefined;
}

export interface ProgressCallOptions extends CallOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Wraps a callback for the worker; it is not called after `stop`. comlink accepts callbacks only as direct arguments,
 * not nested in objects.
 */
export function createAbortableCallback<T>(callback: ((value: T) => void) | undefined, stop: AbortSignal) {
  return proxy((value: T) => {
    if (!stop.aborted) callback?.(value);
  });
}
