/**
 * Caches only the last result. The parts of a tensor are read consecutively, so each tensor is computed once while only one
 * is in memory.
 */
export class LastResultCache {
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
