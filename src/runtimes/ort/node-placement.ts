/** Printed by the library, once per execution provider, when a session is created at log level 0. */
const placedNodes = /placed on \[(\w+)\]\. Number of nodes: (\d+)/;

const print = console.error;
let recorded: Record<string, number> | null = null;

function listen(...words: unknown[]): void {
  const [, provider, nodes] = (recorded && placedNodes.exec(words.join(' '))) ?? [];
  if (recorded && provider) recorded[provider] = (recorded[provider] ?? 0) + Number(nodes);
  if (!recorded) print.apply(console, words);
}

/**
 * Lets {@link recordPlacement} read the library's log. Its glue code reads `console.error` once, while a build's first
 * session is created, and there is no other way to intercept it. Our function replaces it only for that time.
 */
export async function withConsoleListener<T>(createFirst: () => Promise<T>): Promise<T> {
  console.error = listen;
  try {
    return await createFirst();
  } finally {
    console.error = print;
  }
}

/** Node counts per execution provider of the session that `create` creates at log level 0. */
export async function recordPlacement<T>(create: () => Promise<T>): Promise<[T, Readonly<Record<string, number>>]> {
  const nodes: Record<string, number> = {};
  recorded = nodes;
  try {
    return [await create(), nodes];
  } finally {
    recorded = null;
  }
}
