import { asArray, type JsonObject } from '../json.ts';

/** Sorts nodes so that each follows its inputs; a file may list them in any order. Nodes in cycles come last. */
export function sortTopologically(nodes: readonly JsonObject[]): JsonObject[] {
  const byName = new Map(nodes.map((node) => [String(node.name), node] as const));
  const pendingInputs = new Map<JsonObject, number>();
  const readers = new Map<JsonObject, JsonObject[]>();
  for (const node of byName.values()) {
    const sources = listSourceNames(node)
      .map((name) => byName.get(name))
      .filter((source) => source !== undefined);
    pendingInputs.set(node, sources.length);
    for (const source of sources) {
      const list = readers.get(source);
      if (list) list.push(node);
      else readers.set(source, [node]);
    }
  }
  const ready = [...byName.values()].filter((node) => pendingInputs.get(node) === 0);
  // The list grows during the loop.
  for (const node of ready) {
    for (const reader of readers.get(node) ?? []) {
      const remaining = (pendingInputs.get(reader) ?? 0) - 1;
      pendingInputs.set(reader, remaining);
      if (remaining === 0) ready.push(reader);
    }
  }
  return [...ready, ...[...byName.values()].filter((node) => (pendingInputs.get(node) ?? 0) > 0)];
}

const listSourceNames = (node: JsonObject): string[] =>
  asArray(node.input).flatMap((input) => (typeof input === 'string' ? input.replace(/^\^|:\d+$/g, '') : []));
