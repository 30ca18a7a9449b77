/** The time window of the rate, and the minimum time for a rate. Heuristic, not measured. */
const windowMs = 5000;
const minMs = 250;

/** Computes the rate of a download over the last five seconds, and the remaining time at this rate. */
export class RateMeter {
  #marks: { readonly atMs: number; readonly bytes: number }[] = [];

  /**
   * Records the progress.
   * @param bytes the total number of received bytes
   */
  mark(bytes: number, atMs: number): void {
    this.#marks = [...this.#marks.filter((mark) => atMs - mark.atMs <= windowMs), { atMs, bytes }];
  }

  /** The rate; `null` during the first quarter of a second. */
  get bytesPerS(): number | null {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    if (!first || !last || last.atMs - first.atMs < minMs) return null;
    return (1000 * (last.bytes - first.bytes)) / (last.atMs - first.atMs);
  }

  /** Estimates the remaining time; `null` if the rate is unknown or 0. */
  estimateRemainingMs(missingBytes: number): number | null {
    const rate = this.bytesPerS;
    return rate ? (1000 * missingBytes) / rate : null;
  }
}
