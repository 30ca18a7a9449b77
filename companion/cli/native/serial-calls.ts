import { rejectOnAbort } from '#core/delay.ts';

/** Runs calls one after the other, as a session requires. */
export class SerialCalls {
  #last: Promise<unknown> = Promise.resolve();

  /** @throws whatever `call` throws | AppError aborted at once if the signal aborts, also before the turn of the call */
  add<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return call();
    });
    this.#last = turn.catch(() => {});
    return rejectOnAbort(signal, turn);
  }
}
