import { asAppError, type AppError } from '#core/errors/error.ts';

/**
 * Runs an action. `state.error` is set to `null` before it, and to the error if the action fails.
 * @param signal after an abort, the error is ignored, because `state.error` then belongs to the next action
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
