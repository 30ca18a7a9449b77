import { recordLog } from './ort-log.ts';

/** Printed by the library, once per execution provider, when a session is created at log level 0. */
const placedNodes = /placed on \[(\w+)\]\. Number of nodes: (\d+)/;

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
