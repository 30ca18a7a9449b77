/**
 * Retains only the last result: the parts of a tensor, which are read one after another, are computed once, in the
 * memory of one tensor.
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
