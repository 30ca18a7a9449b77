/** The time over which the rate is computed, and the minimum time for a rate. Heuristic, not measured. */
const windowMs = 5000;
const minMs = 250;

/** The rate of a download over the last five seconds, and the time left at that rate. */
export class RateMeter {
  #marks: { readonly atMs: number; readonly bytes: number }[] = [];

  /** @param bytes received so far in total */
  mark(bytes: number, atMs: number): void {
    this.#marks = [...this.#marks.filter((mark) => atMs - mark.atMs <= windowMs), { atMs, bytes }];
  }

  /** `null` until a quarter of a second has passed. */
  get bytesPerS(): number | null {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    if (!first || !last || last.atMs - first.atMs < minMs) return null;
    return (1000 * (last.bytes - first.bytes)) / (last.atMs - first.atMs);
  }

  /** `null` if the rate is unknown or 0. */
  estimateRemainingMs(missingBytes: number): number | null {
    const rate = this.bytesPerS;
    return rate ? (1000 * missingBytes) / rate : null;
  }
}
