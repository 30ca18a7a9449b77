import { AppError, errorCodes, type ErrorCode, type ErrorFacts } from '#core/errors/error.ts';

/** An error as sent in a message. */
export interface RemoteError {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Converts an error of the other side. An unknown code of a newer version becomes `internal`, with the code as `why`.
 */
export function toAppError({ code, facts }: RemoteError): AppError {
  if (!isErrorCode(code)) return new AppError('internal', { why: code });
  return new AppError(code, facts as ErrorFacts); // an unknown reason of a newer version has no text
}

function isErrorCode(code: string): code is ErrorCode {
  return (errorCodes as readonly string[]).includes(code);
}
