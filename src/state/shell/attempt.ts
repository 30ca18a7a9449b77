import { asAppError, type AppError } from '#core/errors/error.ts';

/**
 * Runs an action, and sets `error` to `null` before it and to its error if it fails.
 * @param signal the error is ignored after an abort: `error` then belongs to what replaced the action
 * @returns whether the action succeeded
 */
export async function attempt(
  state: { error: AppError | null },
  action: () => Promise<void>,
  signal?: AbortSignal,
): Promise<boolean> {
  state.error = null;
  try {
    await action();
    return true;
  } catch (thrown) {
    if (!signal?.aborted) state.error = asAppError(thrown);
    return false;
  }
}
