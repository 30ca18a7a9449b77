/** One headless command: a file in `commands/`. */
export interface Command {
  readonly usage: string;
  /** The exit code if `run` throws an error other than a usage error; 1 if absent. */
  readonly errorCode?: 1 | 4;
  /**
   * @returns The exit code: 0; 1 for a run that failed or did not pass; 3 if a required gate was not decided.
   * @throws UsageError | AppError
   */
  run(args: string[], context: Context): Promise<0 | 1 | 3>;
}

export interface Context {
  /** Prints the outcome to stdout. */
  readonly print: (text: string) => void;
  /** Prints progress to stderr. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /**
   * Builds the app if needed.
   * @returns the absolute path of its folder
   */
  readonly buildApp: (log: (line: string) => void, signal: AbortSignal) => Promise<string>;
  /**
   * Runs npm in a folder.
   * @throws Error with a message of one line
   */
  readonly npm?: (folder: string, args: readonly string[], signal: AbortSignal) => Promise<void>;
  /** The commit of the sources, which a report names. */
  readonly revision?: () => string;
  /** See `DriveContext.deviceProfile`. */
  readonly deviceProfile?: string;
}

/** An error in the command line. */
export class UsageError extends Error {}
