/** Ends a streamed text before the first of several stop strings, which may be split between chunks. */
export class StopStrings {
  readonly #stops: readonly string[];
  #withheld = '';
  #isFound = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** @returns the text before any possible stop string, and whether one was found */
  push(text: string): { readonly text: string; readonly isFound: boolean } {
    if (this.#isFound) return { text: '', isFound: true };
    const pending = this.#withheld + text;
    const starts = this.#stops.map((stop) => pending.indexOf(stop)).filter((index) => index >= 0);
    if (starts.length > 0) {
      this.#withheld = '';
      this.#isFound = true;
      return { text: pending.slice(0, Math.min(...starts)), isFound: true };
    }
    const end = pending.length - Math.max(0, ...this.#stops.map((stop) => countOverlap(pending, stop)));
    this.#withheld = pending.slice(end);
    return { text: pending.slice(0, end), isFound: false };
  }

  /** Returns the withheld text, which turned out not to be a stop string. */
  flush(): string {
    const text = this.#withheld;
    this.#withheld = '';
    return text;
  }
}

/** Computes the length of the longest suffix of `text` that is a prefix of `stop`. */
function countOverlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--)
    if (text.endsWith(stop.slice(0, length))) return length;
  return 0;
}
