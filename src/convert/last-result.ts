/**
 * Results of which only the last one is retained: the parts of a tensor, which are read one after another, are computed
 * once, and the memory needed is that of one tensor.
 */
export class LastResult {
  #key: unknown;
  #result: Promise<unknown> | undefined;

  get<T>(key: object, compute: () => Promise<T>): Promise<T> {
    if (this.#key !== key) {
      this.#key = key;
      this.#result = compute();
    }
    return this.#result as Promise<T>;
  }
}
