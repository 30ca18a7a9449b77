/**
 * The minimum number of insertions, deletions and replacements of code points that turn `from` into `to` (Levenshtein,
 * 1966).
 */
export function editDistance(from: string, to: string): number {
  const target = [...to];
  let previous = Array.from({ length: target.length + 1 }, (_, index) => index);
  for (const [row, character] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, wanted] of target.entries()) {
      const replaced = previous[column]! + (character === wanted ? 0 : 1);
      current.push(Math.min(replaced, previous[column + 1]! + 1, current[column]! + 1));
    }
    previous = current;
  }
  return previous.at(-1)!;
}

/**
 * Character error rate: edits over the code points of the truth. 0 is perfect; it exceeds 1 if much text is recognised
 * that does not exist.
 */
export function characterErrorRate(got: string, truth: string): number {
  const length = [...truth].length;
  return length === 0 ? [...got].length : editDistance(got, truth) / length;
}
