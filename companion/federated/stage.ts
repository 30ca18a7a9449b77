/** One stage of a turn: collects an item from each participant, until all have sent theirs or the time is over. */
export class Stage<Item> {
  readonly #items = new Map<string, Item>();
  readonly #isComplete: (count: number) => boolean;
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isClosed = false;
  #close!: () => void;
  readonly closed = new Promise<void>((resolve) => (this.#close = resolve));

  /**
   * The time starts with the first item, or with {@link startTimer}.
   * @param isComplete whether this number of items is all
   */
  constructor(isComplete: (count: number) => boolean, seconds: number) {
    [this.#isComplete, this.#milliseconds] = [isComplete, 1000 * seconds];
  }

  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  /** Adds an item; further ones of the same participant are ignored. @returns `false` if the stage is over without one */
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
