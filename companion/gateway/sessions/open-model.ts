import { abortable } from '#core/delay.ts';
import type { TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { TextSession } from '#core/engine/text-session.ts';

/** A session whose runs can be ended. */
export interface HostedTensorSession extends TensorSession {
  run(inputs: Tensors, options?: { readonly signal: AbortSignal }): Promise<Tensors>;
}

/** A model that a WebSocket has opened. Its calls run one after the other, as a session requires. */
export class OpenModel {
  readonly session: HostedTensorSession | TextSession;
  /** The model's id, for messages. */
  readonly model: string;
  /** Size of its files, an estimate of the memory that it needs at least. */
  readonly sizeBytes: number;
  /** Time of the last use, as `performance.now()`. */
  lastUsedMs = performance.now();
  #calls = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(session: HostedTensorSession | TextSession, model: string, sizeBytes: number) {
    this.session = session;
    this.model = model;
    this.sizeBytes = sizeBytes;
  }

  get isIdle(): boolean {
    return this.#calls === 0;
  }

  /**
   * Calls the session when its previous calls are done. A call whose signal aborts before its turn is not made.
   * @throws the reason of the signal
   */
  async call<T>(signal: AbortSignal, use: () => Promise<T>): Promise<T> {
    this.#calls++;
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return use();
    });
    this.#last = turn.then(
      () => this.#used(),
      () => this.#used(),
    );
    return turn;
  }

  /** The same; an abort rejects at once, and the result of the call in progress is discarded. */
  callOrAbort<T>(signal: AbortSignal, use: () => Promise<T>): Promise<T> {
    return abortable(signal, this.call(signal, use));
  }

  /** Closes the session once its calls are done. */
  async close(): Promise<void> {
    await this.#last;
    await this.session.close();
  }

  #used(): void {
    this.#calls--;
    this.lastUsedMs = performance.now();
  }
}
