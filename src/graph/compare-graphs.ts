/** A node as far as it is compared. */
interface ComparedNode {
  readonly name: string;
  readonly operator: string;
  /** Equal for nodes that compute the same with weights of the same types and shapes. */
  readonly fingerprint: string;
}

export type Difference = 'same' | 'changed' | 'added' | 'removed';

export interface GraphComparison {
  /** The node of the second graph that corresponds to each node of the first; -1 if there is none. */
  readonly counterpart: Int32Array;
  /** The inverse of `counterpart`: from the second graph to the first. */
  readonly reverse: Int32Array;
  /** Differences by node of each graph. */
  readonly first: readonly Difference[];
  readonly second: readonly Difference[];
}

/**
 * Matches the nodes of a changed graph with the original's: by name, then in order, first the equal ones, then those
 * with the same operator.
 * @param second the changed graph
 */
export function compareGraphs(first: readonly ComparedNode[], second: readonly ComparedNode[]): GraphComparison {
  const counterpart = new Int32Array(first.length).fill(-1);
  const reverse = new Int32Array(second.length).fill(-1);
  const match = (a: number, b: number) => {
    counterpart[a] = b;
    reverse[b] = a;
  };
  const named = indexUniqueNames(second);
  for (const [name, a] of indexUniqueNames(first)) {
    const b = named.get(name);
    if (b !== undefined) match(a, b);
  }
  for (const key of ['fingerprint', 'operator'] as const) {
    const [left, right] = [findUnmatched(counterpart), findUnmatched(reverse)];
    const areSame = (a: number, b: number) => first[left[a]!]![key] === second[right[b]!]![key];
    for (const [a, b] of findLongestCommonPairs(left.length, right.length, areSame)) match(left[a]!, right[b]!);
  }
  const findDifference = (own: ComparedNode, other: ComparedNode | undefined, alone: Difference): Difference => {
    if (!other) return alone;
    return own.fingerprint === other.fingerprint ? 'same' : 'changed';
  };
  return {
    counterpart,
    reverse,
    first: first.map((node, a) => findDifference(node, second[counterpart[a]!], 'removed')),
    second: second.map((node, b) => findDifference(node, first[reverse[b]!], 'added')),
  };
}

function indexUniqueNames(nodes: readonly ComparedNode[]): Map<string, number> {
  const indices = new Map<string, number>();
  const repeated = new Set(['']);
  for (const [index, { name }] of nodes.entries()) {
    if (indices.has(name)) repeated.add(name);
    indices.set(name, index);
  }
  for (const name of repeated) indices.delete(name);
  return indices;
}

const findUnmatched = (matches: Int32Array): number[] => [...matches.keys()].filter((index) => matches[index] === -1);

/** More differences between two sequences are not searched for, since time and memory grow with their square. */
const maxDifferences = 3000;

/**
 * Pairs of a longest common subsequence of two sequences (Myers 1986); those before the limit if they differ in more than
 * {@link maxDifferences} elements.
 */
function findLongestCommonPairs(n: number, m: number, same: (a: number, b: number) => boolean): [number, number][] {
  const furthest = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  for (let count = 0; count <= Math.min(n + m, maxDifferences); count++) {
    history.push(new Map(furthest));
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      let a = findFurthestStart(furthest, diagonal, count);
      while (a < n && a - diagonal < m && same(a, a - diagonal)) a++;
      furthest.set(diagonal, a);
      if (a >= n && a - diagonal >= m) return backtrackPairs(history, n, m);
    }
  }
  return [];
}

/** Where a path with `count` differences enters a diagonal: from the one above or below, whichever is further. */
function findFurthestStart(furthest: ReadonlyMap<number, number>, diagonal: number, count: number): number {
  const [below, above] = [furthest.get(diagonal - 1) ?? -1, furthest.get(diagonal + 1) ?? -1];
  return diagonal === -count || (diagonal !== count && below < above) ? above : below + 1;
}

function backtrackPairs(history: readonly ReadonlyMap<number, number>[], n: number, m: number): [number, number][] {
  const pairs: [number, number][] = [];
  let [a, b] = [n, m];
  for (let count = history.length - 1; count >= 0; count--) {
    const before = history[count]!;
    const diagonal = a - b;
    const start = findFurthestStart(before, diagonal, count);
    while (a > start && b > start - diagonal && a > 0 && b > 0) pairs.push([--a, --b]);
    const isDown =
      diagonal === -count ||
      (diagonal !== count && (before.get(diagonal - 1) ?? -1) < (before.get(diagonal + 1) ?? -1));
    if (count === 0) break;
    if (isDown) b--;
    else a--;
  }
  return pairs;
}
