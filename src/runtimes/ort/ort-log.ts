const originalConsole = { error: console.error, log: console.log };
let recordedLines: string[] | null = null;

const createListener =
  (method: keyof typeof originalConsole) =>
  (...args: unknown[]): void => {
    if (recordedLines) recordedLines.push(args.join(' '));
    else originalConsole[method].apply(console, args);
  };

/**
 * Creates the first session of a build such that {@link recordLog} can record the library's log and profile. The glue
 * code reads `console.error` and `console.log` once, during that call, so they are replaced only for its duration.
 */
export async function listenToConsole<T>(createFirst: () => Promise<T>): Promise<T> {
  console.error = createListener('error');
  console.log = createListener('log');
  try {
    return await createFirst();
  } finally {
    console.error = originalConsole.error;
    console.log = originalConsole.log;
  }
}

/** Runs `work` and records the lines that the library prints. */
export async function recordLog<T>(work: () => T | Promise<T>): Promise<[T, readonly string[]]> {
  const lines: string[] = [];
  recordedLines = lines;
  try {
    return [await work(), lines];
  } finally {
    recordedLines = null;
  }
}
