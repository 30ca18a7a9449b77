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
  /** Brings the built app up to date where that is wanted. @returns its folder, an absolute path */
  readonly app: (say: (line: string) => void, signal: AbortSignal) => Promise<string>;
  /** As `DriveContext.deviceProfile`. */
  readonly deviceProfile?: string;
}

/** The command line cannot be understood. */
export class UsageError extends Error {}

/** Ours, or what `parseArgs` throws. */
export function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
