import { expect, test } from 'vitest';
import { findDuplicateKey } from './duplicate-key.ts';

test.each([
  ['in one object', '{"a": 1, "b": 2, "a": 3}', 'a'],
  ['in an object in an array', '{"x": [{"a": [1], "b": {}, "a": 3}]}', 'a'],
  ['that is escaped differently', '{"a": 1, "\\u0061": 2}', 'a'],
  ['with a quotation mark', '{"\\"": 1, "\\"": 2}', '"'],
])('finds a duplicate key %s', (_, text, key) => {
  expect(findDuplicateKey(text)).toBe(key);
});

test.each([
  ['the same key in an outer and an inner object', '{"a": {"a": 1}, "b": [{"a": 1}, {"a": 1}]}'],
  ['strings that contain structural characters', '{"a": "{\\"a\\": 1, \\\\", "b": "a", "c": ["a", "a"]}'],
  ['a text without objects', '"a"'],
])('finds no duplicate key in %s', (_, text) => {
  expect(JSON.parse(text)).toBeDefined();
  expect(findDuplicateKey(text)).toBeNull();
});

test('finds a duplicate key after a string of 10 MB', () => {
  expect(findDuplicateKey(`{"a": "${'x'.repeat(1e7)}", "a": 1}`)).toBe('a');
});
