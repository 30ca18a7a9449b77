/**
 * Tuples of types as few products: each is a list of types per position, in one text such as
 * `float32 float16, int64`. Positions are separated by a comma.
 */
export function mergeTypeCombinations(tuples: readonly (readonly string[])[]): string[] {
  return mergeTuples(tuples).map((product) => product.join(', '));
}

/** Tuples whose first type has the same continuations are merged into one product. */
function mergeTuples(tuples: readonly (readonly string[])[]): string[][] {
  const [first] = tuples;
  if (!first) return [];
  if (first.length === 0) return [[]];
  const byContinuation = new Map<string, { readonly types: string[]; readonly rest: string[][] }>();
  for (const [type, group] of Map.groupBy(tuples, ([head]) => head!)) {
    const rest = mergeTuples(group.map(([, ...tail]) => tail));
    const key = JSON.stringify(rest);
    const known = byContinuation.get(key);
    if (known) known.types.push(type);
    else byContinuation.set(key, { types: [type], rest });
  }
  return [...byContinuation.values()].flatMap(({ types, rest }) => rest.map((tail) => [types.join(' '), ...tail]));
}
