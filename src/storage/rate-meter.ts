const windowMs = 5000;

/** How fast bytes came over the last five seconds, and what that says of the rest. */
export class RateMeter {
  #marks: { readonly atMs: number; readonly bytes: number }[] = [];

  /** @param bytes All bytes so far. */
  mark(bytes: number, atMs: number): void {
    this.#marks = [...this.#marks.filter((mark) => atMs - mark.atMs <= windowMs), { atMs, bytes }];
  }

  /** null until a quarter of a second was seen: less says nothing. */
  get bytesPerS(): number | null {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    if (!first || !last || last.atMs - first.atMs < 250) return null;
    return (1000 * (last.bytes - first.bytes)) / (last.atMs - first.atMs);
  }

  leftMs(leftBytes: number): number | null {
    const rate = this.bytesPerS;
    return rate ? (1000 * leftBytes) / rate : null;
  }
}
