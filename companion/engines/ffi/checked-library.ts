import { bindFunctions, callAsync, type NativeFunction } from './c-library.ts';
import type { Pointer } from './memory.ts';

/**
 * A C library in which most functions return a status, 0 for success. A declaration has `@` in place of the function's name,
 * as in `int @(void *, _Out_ void **)`. Pointers are untyped; their types follow from the names of the functions.
 */
export abstract class CheckedLibrary<Checked extends string, Unchecked extends string> {
  readonly #checked: Readonly<Record<Checked, NativeFunction>>;
  readonly #unchecked: Readonly<Record<Unchecked, NativeFunction>>;

  /** @throws AppError engine-unavailable if the library cannot be loaded */
  constructor(
    engine: string,
    path: string,
    checked: Readonly<Record<Checked, string>>,
    unchecked: Readonly<Record<Unchecked, string>>,
  ) {
    this.#checked = bindFunctions(engine, path, checked);
    this.#unchecked = bindFunctions(engine, path, unchecked);
  }

  /** Formats the library's message for the failure of a function. */
  protected abstract formatMessage(name: Checked, status: number): string;

  /**
   * Calls a function that returns a status.
   * @throws Error with the library's message
   */
  callChecked(name: Checked, ...values: readonly unknown[]): void {
    this.#check(name, this.#checked[name](...values));
  }

  /**
   * Calls a function like `callChecked`, but in another thread.
   * @throws errors from `callChecked`
   */
  async callCheckedAsync(name: Checked, ...values: readonly unknown[]): Promise<void> {
    this.#check(name, await callAsync(this.#checked[name], ...values));
  }

  /**
   * Calls a function whose last parameter is its result.
   * @throws errors from `callChecked`
   */
  callForResult(name: Checked, ...values: readonly unknown[]): Pointer {
    const out = [null] as unknown[];
    this.callChecked(name, ...values, out);
    return BigInt((out[0] ?? 0) as bigint | number); // koffi returns null for a null pointer
  }

  /** Calls a function that returns its result instead of a status. */
  callUnchecked(name: Unchecked, ...values: readonly unknown[]): unknown {
    return this.#unchecked[name](...values);
  }

  #check(name: Checked, status: unknown): void {
    if (status !== 0) throw new Error(this.formatMessage(name, status as number));
  }
}
