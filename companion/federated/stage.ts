/** One stage of a turn: collects one item from each participant until all items have arrived or the time is over. */
export class Stage<Item> {
  readonly #items = new Map<string, Item>();
  readonly #isComplete: (count: number) => boolean;
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isClosed = false;
  #close!: () => void;
  readonly closed = new Promise<void>((resolve) => (this.#close = resolve));

  /**
   * The time limit starts with the first item, or with {@link startTimer}.
   * @param isComplete whether the stage is complete with this number of items
   */
  constructor(isComplete: (count: number) => boolean, seconds: number) {
    [this.#isComplete, this.#milliseconds] = [isComplete, 1000 * seconds];
  }

  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  /**
   * Adds a participant's item. Further items of the same participant are ignored.
   * @returns `false` if the stage has ended without an item of this participant
   */
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
