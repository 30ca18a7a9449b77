const print = { error: console.error, log: console.log };
let recorded: string[] | null = null;

const listener =
  (to: keyof typeof print) =>
  (...words: unknown[]): void => {
    if (recorded) recorded.push(words.join(' '));
    else print[to].apply(console, words);
  };

/**
 * Lets {@link recordLog} read the library's output: its log and its profile. Its glue code reads `console.error` and
 * `console.log` once, while a build's first session is created, and there is no other way to intercept it. Our
 * functions replace them only for that time.
 */
export async function listenToConsole<T>(createFirst: () => Promise<T>): Promise<T> {
  console.error = listener('error');
  console.log = listener('log');
  try {
    return await createFirst();
  } finally {
    console.error = print.error;
    console.log = print.log;
  }
}

/** The lines that the library prints while `work` runs. */
export async function recordLog<T>(work: () => T | Promise<T>): Promise<[T, readonly string[]]> {
  const lines: string[] = [];
  recorded = lines;
  try {
    return [await work(), lines];
  } finally {
    recorded = null;
  }
}
