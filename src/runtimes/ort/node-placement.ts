import { recordLog } from './ort-log.ts';

/** Log line of the library, one per execution provider, when a session is created at log level 0. */
const placementLine = /placed on \[(\w+)\]\. Number of nodes: (\d+)/;

/**
 * Runs `create`, which must create a session at log level 0.
 * @returns its result, and the node count of each execution provider
 */
export async function recordPlacement<T>(create: () => Promise<T>): Promise<[T, Readonly<Record<string, number>>]> {
  const [created, lines] = await recordLog(create);
  const nodes: Record<string, number> = {};
  for (const line of lines) {
    const [, provider, count] = placementLine.exec(line) ?? [];
    if (provider) nodes[provider] = (nodes[provider] ?? 0) + Number(count);
  }
  return [created, nodes];
}
