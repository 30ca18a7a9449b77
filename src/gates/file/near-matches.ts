/** Below this similarity, two names have little in common. */
const minSimilarity = 0.5;

/** The most similar of the known names, at most three, best first. */
export function findNearMatches(name: string, known: readonly string[]): readonly string[] {
  return known
    .map((candidate) => ({ candidate, similarity: computeDiceSimilarity(name.toLowerCase(), candidate) }))
    .filter(({ similarity }) => similarity >= minSimilarity)
    .toSorted((a, b) => b.similarity - a.similarity)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The Sørensen–Dice coefficient of the pairs of adjacent characters: 1 for the same pairs, 0 for none in common. */
function computeDiceSimilarity(a: string, b: string): number {
  const [ofA, ofB] = [listLetterPairs(a), listLetterPairs(b)];
  const shared = [...ofA].filter((pair) => ofB.has(pair)).length;
  return (2 * shared) / (ofA.size + ofB.size);
}

/** The ends count as characters, so a name of one letter has pairs too. */
function listLetterPairs(name: string): Set<string> {
  const text = ` ${name} `;
  return new Set(Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2)));
}
