/** Counts events in consecutive windows of time. */
export class RateLimit {
  readonly #max: number;
  readonly #windowMs: number;
  #count = 0;
  #windowEnd = 0;

  constructor(max: number, windowMs: number) {
    this.#max = max;
    this.#windowMs = windowMs;
  }

  /**
   * Counts one event.
   * @returns whether the limit is now exceeded
   */
  countEvent(): boolean {
    const now = performance.now();
    if (now >= this.#windowEnd) {
      this.#windowEnd = now + this.#windowMs;
      this.#count = 0;
    }
    return ++this.#count > this.#max;
  }

  get isExceeded(): boolean {
    return performance.now() < this.#windowEnd && this.#count > this.#max;
  }
}
