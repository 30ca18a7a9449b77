import { proxy } from 'comlink';
import type { Progress } from '#core/report.ts';

export interface CallOptions {
  /** Stops the call: it rejects with `aborted` at once. */
  readonly signal?: AbortSignal | undefined;
}

export interface WaitOptions extends CallOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Progress as an argument for the worker; comlink takes callbacks only as direct arguments, never nested. */
export function progressTo(onProgress: WaitOptions['onProgress'], stop: AbortSignal) {
  return proxy((progress: Progress) => {
    if (!stop.aborted) onProgress?.(progress);
  });
}
