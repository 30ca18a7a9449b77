/** Answers one question at a time. */
export class AnswerQueue {
  /** Stops the latest question; `null` once it is answered. */
  #pending: AbortController | null = null;
  #preparation: AbortController | null = null;
  /** Resolves when the engine is free. */
  #free: Promise<void> = Promise.resolve();

  /** `false` while an answer is generated; `true` as soon as it is stopped. */
  get canAsk(): boolean {
    return this.#pending === null || this.#pending.signal.aborted;
  }

  stop(): void {
    this.#pending?.abort();
    this.#preparation?.abort();
  }

  /** Runs `task` once a stopped answer has ended; has no effect while another answer is generated. */
  async answer(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (!this.canAsk) return;
    this.#preparation?.abort();
    const pending = (this.#pending = new AbortController());
    const answered = this.#free
      .then(() => task(pending.signal))
      .finally(() => {
        if (this.#pending === pending) this.#pending = null;
      });
    this.#free = answered.catch(() => {}); // the caller receives the error, which must not block the next question
    await answered;
  }

  /** Runs `task` while the engine is idle; the next question or preparation aborts it. */
  async prepare(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#pending !== null) return;
    this.#preparation?.abort();
    const preparation = (this.#preparation = new AbortController());
    const prepared = this.#free.then(() => (preparation.signal.aborted ? undefined : task(preparation.signal)));
    this.#free = prepared.catch(() => {});
    await prepared;
  }
}
