/** The properties of a node that a comparison uses. */
interface ComparedNode {
  readonly name: string;
  readonly operator: string;
  /** Equal for nodes that perform the same computation on weights of the same types and shapes. */
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
 * Matches the nodes of a modified graph with those of the original: by name, then in order, first those with equal
 * fingerprints, then those with the same operator.
 * @param second the modified graph
 */
export function compareGraphs(first: readonly ComparedNode[], second: readonly ComparedNode[]): GraphComparison {
  const counterpart = new Int32Array(first.length).fill(-1);
  const reverse = new Int32Array(second.length).fill(-1);
  const match = (a: number, b: number) => {
    counterpart[a] = b;
    reverse[b] = a;
  };
  const secondByName = indexUniqueNames(second);
  for (const [name, a] of indexUniqueNames(first)) {
    const b = secondByName.get(name);
    if (b !== undefined) match(a, b);
  }
  for (const key of ['fingerprint', 'operator'] as const) {
    const [left, right] = [findUnmatched(counterpart), findUnmatched(reverse)];
    const isEqual = (a: number, b: number) => first[left[a]!]![key] === second[right[b]!]![key];
    for (const [a, b] of findLongestCommonPairs(left.length, right.length, isEqual)) match(left[a]!, right[b]!);
  }
  const findDifference = (node: ComparedNode, other: ComparedNode | undefined, unmatched: Difference): Difference => {
    if (!other) return unmatched;
    return node.fingerprint === other.fingerprint ? 'same' : 'changed';
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
  const duplicates = new Set(['']);
  for (const [index, { name }] of nodes.entries()) {
    if (indices.has(name)) duplicates.add(name);
    indices.set(name, index);
  }
  for (const name of duplicates) indices.delete(name);
  return indices;
}

const findUnmatched = (matches: Int32Array): number[] => [...matches.keys()].filter((index) => matches[index] === -1);

/** Limit of differences between two sequences: time and memory grow with their square. */
const maxDifferences = 3000;

/**
 * Finds the pairs of a longest common subsequence of two sequences (Myers 1986); those before the limit if they differ
 * in more than {@link maxDifferences} elements.
 */
function findLongestCommonPairs(
  firstLength: number,
  secondLength: number,
  isEqual: (a: number, b: number) => boolean,
): [number, number][] {
  const furthest = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  for (let count = 0; count <= Math.min(firstLength + secondLength, maxDifferences); count++) {
    history.push(new Map(furthest));
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      let a = findFurthestStart(furthest, diagonal, count);
      while (a < firstLength && a - diagonal < secondLength && isEqual(a, a - diagonal)) a++;
      furthest.set(diagonal, a);
      if (a >= firstLength && a - diagonal >= secondLength) return backtrackPairs(history, firstLength, secondLength);
    }
  }
  return [];
}

/**
 * Finds the start of a path with `count` differences on a diagonal: from the one above or below, whichever reaches
 * further.
 */
function findFurthestStart(furthest: ReadonlyMap<number, number>, diagonal: number, count: number): number {
  const [below, above] = [furthest.get(diagonal - 1) ?? -1, furthest.get(diagonal + 1) ?? -1];
  return diagonal === -count || (diagonal !== count && below < above) ? above : below + 1;
}

function backtrackPairs(
  history: readonly ReadonlyMap<number, number>[],
  firstLength: number,
  secondLength: number,
): [number, number][] {
  const pairs: [number, number][] = [];
  let [a, b] = [firstLength, secondLength];
  for (let count = history.length - 1; count >= 0; count--) {
    const furthest = history[count]!;
    const diagonal = a - b;
    const start = findFurthestStart(furthest, diagonal, count);
    while (a > start && b > start - diagonal && a > 0 && b > 0) pairs.push([--a, --b]);
    const isDown =
      diagonal === -count ||
      (diagonal !== count && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1));
    if (count === 0) break;
    if (isDown) b--;
    else a--;
  }
  return pairs;
}
