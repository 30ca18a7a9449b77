import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { computeCharacterErrorRate, countEdits, computeEditDistance } from './edit-distance.ts';

test.each([
  ['kitten', 'sitting', 3], // the textbook example: two replacements, one insertion
  ['', 'abc', 3],
  ['abc', '', 3],
  ['same', 'same', 0],
  ['🙂a', '🙃a', 1], // one code point, two UTF-16 units
])('the edit distance from %j to %j is %i', (from, to, edits) => {
  expect(computeEditDistance(from, to)).toBe(edits);
});

test('the error rate is edits divided by the characters of the reference', () => {
  expect(computeCharacterErrorRate('ISBM 978', 'ISBN 978')).toBe(1 / 8);
  expect(computeCharacterErrorRate('much too long', 'ab')).toBeGreaterThan(1);
});

test('counts each extra character as an error for an empty reference', () => {
  expect(computeCharacterErrorRate('', '')).toBe(0);
  expect(computeCharacterErrorRate('ab', '')).toBe(2);
});

/** Computes the distance by its defining recursion (Levenshtein 1966; Wagner and Fischer 1974). */
function computeDistanceByDefinition(from: readonly string[], to: readonly string[]): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, unit] of from.entries()) {
    const current = [row + 1];
    for (const [column, other] of to.entries())
      current.push(Math.min(above[column]! + Number(unit !== other), above[column + 1]! + 1, current[column]! + 1));
    above = current;
  }
  return above.at(-1)!;
}

test('the distances of 150 pairs of up to 300 units match the definition', () => {
  const random = createSeededRandom(3);
  const createText = (length: number, units: number) =>
    Array.from({ length }, () => String(Math.floor(random() * units)));
  for (let pair = 0; pair < 150; pair++) {
    const from = createText(Math.floor(random() * 300), 1 + (pair % 7));
    const edited = from.flatMap((unit) => (random() < 0.1 ? [] : random() < 0.1 ? [unit, '?'] : [unit]));
    const to = pair % 2 === 0 ? edited : createText(Math.floor(random() * 300), 1 + (pair % 7));
    expect(countEdits(from, to).edits).toBe(computeDistanceByDefinition(from, to));
  }
});

test('compares long texts, whether similar or entirely different', () => {
  const text = Array.from({ length: 20_000 }, (_, index) => String((index * index) % 97));
  // Every hundredth unit is replaced by one that the text does not contain.
  const replaced = text.map((unit, i) => (i % 100 === 50 ? '?' : unit));
  expect(countEdits(text, replaced)).toEqual({ edits: 200, length: 20_000 });
  const other = Array.from({ length: 19_000 }, (_, position) => `${position}?`);
  expect(countEdits(text, other).edits).toBe(20_000);
});
