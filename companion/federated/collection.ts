/** What participants send in one stage of a turn, until all have sent it or the time is over. */
export class Collection<Item> {
  readonly #items = new Map<string, Item>();
  readonly #isComplete: (count: number) => boolean;
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isClosed = false;
  #close!: () => void;
  readonly closed = new Promise<void>((resolve) => (this.#close = resolve));

  /** The time begins with the first item, or with {@link startTimer}. */
  constructor(isComplete: (count: number) => boolean, seconds: number) {
    [this.#isComplete, this.#milliseconds] = [isComplete, 1000 * seconds];
  }

  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  /** Adds the first item of a participant. @returns whether its item is in the collection, now or before */
  add(key: string, item: Item): boolean {
    if (this.#items.has(key)) return true;
    if (this.#isClosed) return false;
    this.#items.set(key, item);
    this.startTimer();
    if (this.#isComplete(this.#items.size)) this.end();
    return true;
  }

  startTimer(): void {
    this.#timer ??= setTimeout(() => this.end(), this.#milliseconds);
  }

  end(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#isClosed = true;
    this.#close();
  }
}
