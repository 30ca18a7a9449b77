/** The similarity below which names are not suggested. Heuristic, not measured. */
const minSimilarity = 0.5;

/** Lists the known names most similar to a name, at most three, most similar first. */
export function findNearMatches(name: string, known: readonly string[]): readonly string[] {
  return known
    .map((candidate) => ({ candidate, similarity: computeDiceSimilarity(name.toLowerCase(), candidate) }))
    .filter(({ similarity }) => similarity >= minSimilarity)
    .toSorted((a, b) => b.similarity - a.similarity)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/**
 * Computes the Sørensen–Dice coefficient of the pairs of adjacent characters: 1 for equal pairs, 0 for none in common.
 */
function computeDiceSimilarity(a: string, b: string): number {
  const [pairsOfA, pairsOfB] = [listLetterPairs(a), listLetterPairs(b)];
  const common = [...pairsOfA].filter((pair) => pairsOfB.has(pair)).length;
  return (2 * common) / (pairsOfA.size + pairsOfB.size);
}

/** Counts the ends as characters, so a name of one letter has pairs. */
function listLetterPairs(name: string): Set<string> {
  const text = ` ${name} `;
  return new Set(Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2)));
}
