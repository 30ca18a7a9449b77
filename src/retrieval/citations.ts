/**
 * Splits an answer at its citations, such as [2] or [1, 3].
 * @param sourceCount the number of sources; higher numbers are not citations
 * @returns texts, and numbers of sources from 1
 */
export function splitCitations(answer: string, sourceCount: number): readonly (string | number)[] {
  const parts: (string | number)[] = [];
  let textStart = 0;
  for (const match of answer.matchAll(/\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]/g)) {
    const cited = match[1]!.split(',').map(Number);
    if (!cited.every((source) => source >= 1 && source <= sourceCount)) continue;
    parts.push(answer.slice(textStart, match.index), ...cited);
    textStart = match.index + match[0].length;
  }
  parts.push(answer.slice(textStart));
  return parts.filter((part) => part !== '');
}

/** Splits a passage into pieces and marks those that are words of a question. */
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
