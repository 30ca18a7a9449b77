/** Ends a text before the first of several stop strings, which may arrive in pieces. */
export class StopStrings {
  readonly #stops: readonly string[];
  #held = '';
  #isFound = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** @returns the text that is certainly before a stop string, and whether one was found */
  push(text: string): { readonly text: string; readonly isFound: boolean } {
    if (this.#isFound) return { text: '', isFound: true };
    const all = this.#held + text;
    const starts = this.#stops.map((stop) => all.indexOf(stop)).filter((index) => index >= 0);
    if (starts.length > 0) {
      this.#held = '';
      this.#isFound = true;
      return { text: all.slice(0, Math.min(...starts)), isFound: true };
    }
    const heldLength = Math.max(0, ...this.#stops.map((stop) => findBeginningAtEnd(all, stop)));
    this.#held = all.slice(all.length - heldLength);
    return { text: all.slice(0, all.length - heldLength), isFound: false };
  }

  /** The withheld text, which did not become a stop string. */
  flush(): string {
    const held = this.#held;
    this.#held = '';
    return held;
  }
}

/** The length of the longest suffix of `text` that is a prefix of `stop`. */
function findBeginningAtEnd(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--)
    if (text.endsWith(stop.slice(0, length))) return length;
  return 0;
}
