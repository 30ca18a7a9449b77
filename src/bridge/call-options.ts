import { proxy } from 'comlink';
import type { Progress } from '#core/report.ts';

export interface CallOptions {
  /** Stops the call: it rejects with `aborted` at once. */
  readonly signal?: AbortSignal | undefined;
}

export interface ProgressCallOptions extends CallOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A callback as an argument for the worker; comlink accepts callbacks only as direct arguments, not nested. */
export function abortableCallback<T>(callback: ((value: T) => void) | undefined, stop: AbortSignal) {
  return proxy((value: T) => {
    if (!stop.aborted) callback?.(value);
  });
}
