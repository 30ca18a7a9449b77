/**
 * Merges tuples of types into few products. A product is a list of types per position, as one text such as
 * `float32 float16, int64`: positions are separated by a comma.
 */
export function mergeTypeCombinations(tuples: readonly (readonly string[])[]): string[] {
  return mergeTuples(tuples).map((product) => product.join(', '));
}

/** Merges tuples whose first types have the same continuations into one product. */
function mergeTuples(tuples: readonly (readonly string[])[]): string[][] {
  const [first] = tuples;
  if (!first) return [];
  if (first.length === 0) return [[]];
  const byContinuation = new Map<string, { readonly types: string[]; readonly tails: string[][] }>();
  for (const [type, group] of Map.groupBy(tuples, ([head]) => head!)) {
    const tails = mergeTuples(group.map(([, ...tail]) => tail));
    const key = JSON.stringify(tails);
    const product = byContinuation.get(key);
    if (product) product.types.push(type);
    else byContinuation.set(key, { types: [type], tails });
  }
  return [...byContinuation.values()].flatMap(({ types, tails }) => tails.map((tail) => [types.join(' '), ...tail]));
}
