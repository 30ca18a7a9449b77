/** Limits the number of events per time window. */
export class RateLimit {
  readonly #maxEvents: number;
  readonly #windowMs: number;
  #count = 0;
  #windowEndMs = 0;

  constructor(maxEvents: number, windowMs: number) {
    this.#maxEvents = maxEvents;
    this.#windowMs = windowMs;
  }

  /**
   * Counts one event.
   * @returns whether the limit is now exceeded
   */
  countEvent(): boolean {
    const nowMs = performance.now();
    if (nowMs >= this.#windowEndMs) {
      this.#windowEndMs = nowMs + this.#windowMs;
      this.#count = 0;
    }
    return ++this.#count > this.#maxEvents;
  }

  /** Whether the limit is exceeded in the current window. */
  get isExceeded(): boolean {
    return performance.now() < this.#windowEndMs && this.#count > this.#maxEvents;
  }
}
