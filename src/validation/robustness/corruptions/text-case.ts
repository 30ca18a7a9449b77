import type { TextCorruption } from '../corruption.ts';

/** Letters in the other case. Constants: their fraction of all letters. */
export const textCase: TextCorruption = {
  kind: 'text',
  constants: [0.05, 0.1, 0.25, 0.5, 1],
  source: 'own-choice',
  apply: (text, fraction, random) =>
    text.replace(/\p{L}/gu, (letter) => (random() < fraction ? swapCase(letter) : letter)),
};

/** A letter whose other case is not one letter, such as ß, stays. */
function swapCase(letter: string): string {
  const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  return other.length === letter.length ? other : letter;
}
