import type { TextCorruption } from '../corruption.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * One edit in a word of at least four letters, as hurried typing makes: two letters swapped, one left out, doubled or
 * replaced; the first letter stays. Constants: the fraction of these words.
 */
export const textTypos: TextCorruption = {
  kind: 'text',
  constants: [0.05, 0.1, 0.2, 0.3, 0.4],
  source: 'own-choice',
  apply: (text, fraction, random) =>
    text.replace(/\p{L}{4,}/gu, (word) => (random() < fraction ? withTypo([...word], random) : word)),
};

function withTypo(word: readonly string[], random: () => number): string {
  const index = 1 + Math.floor(random() * (word.length - 2));
  const [before, letter = '', after] = [word.slice(0, index), word[index], word.slice(index + 1)];
  const edits = [
    [after[0] ?? '', letter, ...after.slice(1)],
    after,
    [letter, letter, ...after],
    [letters[Math.floor(random() * letters.length)] ?? '', ...after],
  ];
  return [...before, ...(edits[Math.floor(random() * edits.length)] ?? after)].join('');
}
