/** As the library prints it, once per execution provider, when a session is made at log level 0. */
const placedNodes = /placed on \[(\w+)\]\. Number of nodes: (\d+)/;

let recorded: Record<string, number> | null = null;
let print: typeof console.error | null = null;

/**
 * Lets {@link recordPlacement} hear what the library prints. A build's glue code takes hold of `console.error` when it
 * loads, so this comes before every build.
 */
export function listenToLibrary(): void {
  print ??= console.error;
  console.error = listen;
}

function listen(...words: unknown[]): void {
  const [, provider, nodes] = (recorded && placedNodes.exec(words.join(' '))) ?? [];
  if (recorded && provider) recorded[provider] = (recorded[provider] ?? 0) + Number(nodes);
  if (!recorded) print?.(...words);
}

/** Nodes by execution provider, of the session that `create` makes at log level 0. */
export async function recordPlacement<T>(create: () => Promise<T>): Promise<[T, Readonly<Record<string, number>>]> {
  const nodes: Record<string, number> = {};
  recorded = nodes;
  try {
    return [await create(), nodes];
  } finally {
    recorded = null;
  }
}
