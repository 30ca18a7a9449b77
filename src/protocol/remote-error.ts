import { AppError, errorCodes, type ErrorCode, type ErrorFacts } from '#core/errors/error.ts';

/** An error in a message. */
export interface RemoteError {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** Converts an error of the other side. A code that this version does not know becomes `internal`, with its name. */
export function toAppError({ code, facts }: RemoteError): AppError {
  if (!isErrorCode(code)) return new AppError('internal', { why: code });
  return new AppError(code, facts as ErrorFacts); // a reason that this version does not know has no text
}

function isErrorCode(code: string): code is ErrorCode {
  return (errorCodes as readonly string[]).includes(code);
}
