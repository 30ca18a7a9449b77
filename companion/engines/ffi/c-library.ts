import koffi from 'koffi';
import { AppError } from '#core/errors/error.ts';
import { keepReferencedUntil } from './memory.ts';

/** A C function. A pointer is passed as a bigint, or as the array that native code reads or writes. */
export interface NativeFunction {
  (...values: unknown[]): unknown;
  /**
   * Runs in a thread of libuv's pool, so that this thread can continue. The caller must keep the arrays referenced, because
   * koffi does not.
   */
  readonly async: (...values: unknown[]) => void;
}

/** An opened shared library. */
export interface CLibrary {
  /** @param declaration in koffi's C syntax, such as `int sum(int a, int b)` */
  func(declaration: string): NativeFunction;
}

/** The loaded libraries by path. If one were garbage-collected, koffi would unload it while its functions are in use. */
const libraries = new Map<string, CLibrary>();

/**
 * Loads a library, which stays loaded until the process ends.
 * @throws AppError engine-unavailable with the loader's message
 */
export function openLibrary(engine: string, path: string): CLibrary {
  try {
    const library = libraries.get(path) ?? koffi.load(path);
    libraries.set(path, library);
    return library;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('engine-unavailable', { engine, why: message }, { cause: thrown });
  }
}

/**
 * Binds functions of a library, by the names in their declarations.
 * @throws AppError from {@link openLibrary}
 */
export function bindFunctions<Name extends string>(
  engine: string,
  path: string,
  declarations: Readonly<Record<Name, string>>,
): Readonly<Record<Name, NativeFunction>> {
  const library = openLibrary(engine, path);
  const entries = Object.entries<string>(declarations);
  try {
    return Object.fromEntries(
      entries.map(([name, signature]) => [name, library.func(signature.replace('@', name))]),
    ) as Record<Name, NativeFunction>;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown); // such as a missing function
    throw new AppError('engine-unavailable', { engine, why: message }, { cause: thrown });
  }
}

/** Calls a function in another thread, where it may read and write the arrays among its arguments. */
export function callAsync(call: NativeFunction, ...values: readonly unknown[]): Promise<unknown> {
  const result = new Promise((resolve, reject) => {
    call.async(...values, (error: unknown, returned: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(returned);
    });
  });
  return keepReferencedUntil(result, values);
}
