/**
 * Divides an answer at its citations, such as [2] or [1, 3].
 * @param sources the number of sources; other numbers are text
 * @returns texts, and the numbers of sources, from 1
 */
export function splitCitations(answer: string, sources: number): readonly (string | number)[] {
  const parts: (string | number)[] = [];
  let end = 0;
  for (const match of answer.matchAll(/\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]/g)) {
    const cited = match[1]!.split(',').map(Number);
    if (!cited.every((source) => source >= 1 && source <= sources)) continue;
    parts.push(answer.slice(end, match.index), ...cited);
    end = match.index + match[0].length;
  }
  parts.push(answer.slice(end));
  return parts.filter((part) => part !== '');
}

/** Divides a passage into pieces, of which the words of a question are marked. */
export function markWords(
  text: string,
  words: readonly string[],
): readonly { readonly text: string; readonly isMarked: boolean }[] {
  const markedWords = new Set(words);
  return text
    .split(/([\p{L}\p{M}\p{N}]+)/u)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, isMarked: markedWords.has(piece.normalize('NFKC').toLowerCase()) }));
}
