import { rejectOnAbort } from '#core/delay.ts';

/** A queue that serialises the calls of a session. */
export class SerialCalls {
  #lastCall: Promise<unknown> = Promise.resolve();

  /**
   * Makes a call after all earlier calls have completed.
   * @throws errors from `call` | AppError aborted as soon as the signal aborts, even before the call is made
   */
  add<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    const pendingCall = this.#lastCall.then(() => {
      signal.throwIfAborted();
      return call();
    });
    this.#lastCall = pendingCall.catch(() => {});
    return rejectOnAbort(signal, pendingCall);
  }
}
