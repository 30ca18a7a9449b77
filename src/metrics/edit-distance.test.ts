import { expect, test } from 'vitest';
import { characterErrorRate, countEdits, editDistance } from './edit-distance.ts';

test.each([
  ['kitten', 'sitting', 3], // the textbook example: two replacements, one insertion
  ['', 'abc', 3],
  ['abc', '', 3],
  ['same', 'same', 0],
  ['🙂a', '🙃a', 1], // one code point, two UTF-16 units
])('%j becomes %j by %i edits', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits);
});

test('the error rate is edits divided by the characters of the reference', () => {
  expect(characterErrorRate('ISBM 978', 'ISBN 978')).toBe(1 / 8);
  expect(characterErrorRate('much too long', 'ab')).toBeGreaterThan(1);
});

test('an empty text for an empty reference has no errors; each extra character is one', () => {
  expect(characterErrorRate('', '')).toBe(0);
  expect(characterErrorRate('ab', '')).toBe(2);
});

test('long similar texts are compared in linear time, and those that differ too much are not compared', () => {
  const text = Array.from({ length: 30_000 }, (_, at) => String((at * at) % 97));
  const start = process.cpuUsage();
  // By construction: every hundredth unit replaced, by one that the text does not contain.
  const replaced = text.map((unit, at) => (at % 100 === 50 ? '?' : unit));
  expect(countEdits(text, replaced)).toEqual({ substitutions: 300, deletions: 0, insertions: 0, length: 30_000 });
  expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
  const other = Array.from({ length: 240_000 }, (_, at) => `${at}?`);
  expect(() => countEdits(text, other)).toThrow('not-scored; reason: texts-too-different');
});
