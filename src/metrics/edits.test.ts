import { expect, test } from 'vitest';
import { characterErrorRate, editDistance } from './edits.ts';

test.each([
  ['kitten', 'sitting', 3], // the textbook example: two replacements, one insertion
  ['', 'abc', 3],
  ['abc', '', 3],
  ['same', 'same', 0],
  ['🙂a', '🙃a', 1], // one code point, two UTF-16 units
])('%j becomes %j by %i edits', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits);
});

test('the error rate is edits over the characters of the truth', () => {
  expect(characterErrorRate('ISBM 978', 'ISBN 978')).toBe(1 / 8);
  expect(characterErrorRate('much too long', 'ab')).toBeGreaterThan(1);
});

test('an empty text for an empty truth has no errors; each extra character is one', () => {
  expect(characterErrorRate('', '')).toBe(0);
  expect(characterErrorRate('ab', '')).toBe(2);
});
