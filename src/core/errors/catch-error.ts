import { asAppError, type AppError } from './error.ts';

/** Calls a function, and returns what it throws as `error`. */
export function catchError<Value extends object>(create: () => Value): Value | { readonly error: AppError } {
  try {
    return create();
  } catch (thrown) {
    return { error: asAppError(thrown) };
  }
}
