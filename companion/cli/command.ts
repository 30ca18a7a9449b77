/** A headless command, one per file in `commands/`. */
export interface Command {
  readonly usage: string;
  /** The exit code if `run` throws an error other than a usage error; 1 if absent. */
  readonly errorCode?: 1 | 4;
  /**
   * Runs the command.
   * @returns the exit code: 0 for success, 1 if the run failed or did not pass, 3 if a required gate is undecided
   * @throws UsageError | AppError
   */
  run(args: string[], context: Context): Promise<0 | 1 | 3>;
}

/** What the program provides to a command. */
export interface Context {
  /** Prints the outcome to stdout. */
  readonly print: (text: string) => void;
  /** Prints progress to stderr. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /**
   * Builds the app if it has changed.
   * @returns the absolute path of its folder
   */
  readonly buildApp: (log: (line: string) => void, signal: AbortSignal) => Promise<string>;
  /**
   * Runs npm in a folder.
   * @throws Error with a one-line message
   */
  readonly npm?: (folder: string, args: readonly string[], signal: AbortSignal) => Promise<void>;
  /** Reads the commit of the sources for reports. */
  readonly revision?: () => string;
  /** See `DriveContext.deviceProfile`. */
  readonly deviceProfile?: string;
}

/** An invalid command line. `main` prints the message with a pointer to `--help`. */
export class UsageError extends Error {}
