import koffi from 'koffi';
import { AppError } from '#core/errors/error.ts';
import { keepUntil } from './memory.ts';

/** A C function. Pointers are numbers of type bigint, or the array that native code reads or writes. */
export interface NativeFunction {
  (...values: unknown[]): unknown;
  /**
   * Runs in a thread of libuv's pool, so that this thread can continue. The caller must keep the arrays referenced, since
   * koffi does not.
   */
  readonly async: (...values: unknown[]) => void;
}

/** An opened shared library. */
export interface CLibrary {
  /** @param declaration in C, as koffi reads it: `int sum(int a, int b)` */
  func(declaration: string): NativeFunction;
}

/** Keeps libraries from garbage collection, upon which koffi would unload them with functions that are in use. */
const libraries = new Map<string, CLibrary>();

/**
 * Loads a library, which stays loaded.
 * @throws AppError engine-unavailable with the loader's message
 */
export function openLibrary(engine: string, path: string): CLibrary {
  try {
    const library = libraries.get(path) ?? koffi.load(path);
    libraries.set(path, library);
    return library;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('engine-unavailable', { engine, why }, { cause: thrown });
  }
}

/**
 * Binds functions of a library, by the names in their declarations.
 * @throws AppError what {@link openLibrary} throws
 */
export function bindFunctions<Name extends string>(
  engine: string,
  path: string,
  declarations: Readonly<Record<Name, string>>,
): Readonly<Record<Name, NativeFunction>> {
  const library = openLibrary(engine, path);
  const entries = Object.entries<string>(declarations);
  try {
    return Object.fromEntries(entries.map(([name, rest]) => [name, library.func(rest.replace('@', name))])) as Record<
      Name,
      NativeFunction
    >;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown); // a function that this version lacks
    throw new AppError('engine-unavailable', { engine, why }, { cause: thrown });
  }
}

/** Calls a function in another thread, where it may read and write the arrays among its values. */
export function callAsync(call: NativeFunction, ...values: readonly unknown[]): Promise<unknown> {
  const result = new Promise((resolve, reject) => {
    call.async(...values, (error: unknown, returned: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(returned);
    });
  });
  return keepUntil(result, values);
}
