import { expect, test } from 'vitest';
import { addTag, normaliseTag, mergeTags, removeTag, renameTag } from './result-tags.ts';

test('tags are visible, short, unique and sorted', () => {
  expect(normaliseTag('  release\u202e 2\n')).toBe('release  2');
  expect(normaliseTag('a'.repeat(50))).toHaveLength(40);
  expect(addTag(['b'], 'a ')).toEqual(['a', 'b']);
  expect(addTag(['a'], 'a')).toEqual(['a']);
  expect(addTag(['a'], ' ')).toEqual(['a']);
  expect(removeTag(['a', 'b'], 'a')).toEqual(['b']);
  expect(mergeTags(['a'], ['c', 'a'])).toEqual(['a', 'c']);
});

test('a renamed tag merges with an existing tag of that name, and an empty name changes nothing', () => {
  expect(renameTag(['a', 'b'], 'a', 'b')).toEqual(['b']);
  expect(renameTag(['a'], 'a', 'c')).toEqual(['c']);
  expect(renameTag(['a'], 'a', ' ')).toEqual(['a']);
  expect(renameTag(['a'], 'x', 'c')).toEqual(['a']);
});
