import { proxy } from 'comlink';
import type { Progress } from '#core/report/progress.ts';

export interface CallOptions {
  /** Aborts the call, which then rejects immediately with `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

export interface ProgressCallOptions extends CallOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Wraps a callback for a worker. The callback is not called after `stop` has aborted. comlink accepts callbacks only as
 * direct arguments, not as properties of objects.
 */
export function createAbortableCallback<T>(callback: ((value: T) => void) | undefined, stop: AbortSignal) {
  return proxy((value: T) => {
    if (!stop.aborted) callback?.(value);
  });
}
