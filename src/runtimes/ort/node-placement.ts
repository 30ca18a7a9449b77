/** Printed by the library, once per execution provider, when a session is created at log level 0. */
const placedNodes = /placed on \[(\w+)\]\. Number of nodes: (\d+)/;

const print = console.error;
let recorded: string[] | null = null;

function listen(...words: unknown[]): void {
  if (recorded) recorded.push(words.join(' '));
  else print.apply(console, words);
}

/**
 * Lets {@link recordLog} read the library's log. Its glue code reads `console.error` once, while a build's first session
 * is created, and there is no other way to intercept it. Our function replaces it only for that time.
 */
export async function withConsoleListener<T>(createFirst: () => Promise<T>): Promise<T> {
  console.error = listen;
  try {
    return await createFirst();
  } finally {
    console.error = print;
  }
}

/** The lines that the library logs while `create` runs. */
export async function recordLog<T>(create: () => Promise<T>): Promise<[T, readonly string[]]> {
  const lines: string[] = [];
  recorded = lines;
  try {
    return [await create(), lines];
  } finally {
    recorded = null;
  }
}

/** Node counts per execution provider of the session that `create` creates at log level 0. */
export async function recordPlacement<T>(create: () => Promise<T>): Promise<[T, Readonly<Record<string, number>>]> {
  const [created, lines] = await recordLog(create);
  const nodes: Record<string, number> = {};
  for (const line of lines) {
    const [, provider, count] = placedNodes.exec(line) ?? [];
    if (provider) nodes[provider] = (nodes[provider] ?? 0) + Number(count);
  }
  return [created, nodes];
}
