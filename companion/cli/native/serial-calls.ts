import { rejectOnAbort } from '#core/delay.ts';

/** A queue that makes calls one after the other, as a session requires. */
export class SerialCalls {
  #lastCall: Promise<unknown> = Promise.resolve();

  /**
   * Makes a call after all earlier calls.
   * @throws what `call` throws | AppError aborted as soon as the signal aborts, even before the call is made
   */
  add<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    const turn = this.#lastCall.then(() => {
      signal.throwIfAborted();
      return call();
    });
    this.#lastCall = turn.catch(() => {});
    return rejectOnAbort(signal, turn);
  }
}
