import { statSync } from 'node:fs';

/** One headless command: a file in `commands/`. */
export interface Command {
  readonly usage: string;
  /**
   * @returns The exit code: 0, or 1 for a run that failed or did not pass.
   * @throws UsageError | AppError
   */
  run(args: string[], context: Context): Promise<0 | 1>;
}

export interface Context {
  /** The outcome, on stdout. */
  readonly print: (text: string) => void;
  /** Progress, on stderr. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The command line cannot be understood. */
export class UsageError extends Error {}

/** Ours, or what `parseArgs` throws. */
export function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** @throws UsageError where an option is given that the command would pass over */
export function refuseOptions(values: object, names: readonly string[], why: string): void {
  const given = names.find((name) => name in values);
  if (given !== undefined) throw new UsageError(`--${given} ${why}`);
}

/** @throws UsageError where there is no file of this name */
export function checkFile(path: string, hint: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`there is no file "${path}"`);
  if (found.isDirectory()) throw new UsageError(`"${path}" is a folder: ${hint}`);
  if (!found.isFile()) throw new UsageError(`"${path}" is not a file`);
}
