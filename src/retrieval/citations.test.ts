import { expect, test } from 'vitest';
import { markWords, splitCitations } from './citations.ts';

test('an answer is split at its citations, and numbers without a source remain text', () => {
  expect(splitCitations('Six weeks [1]. Or [2, 3]: see [7].', 3)).toEqual([
    'Six weeks ',
    1,
    '. Or ',
    2,
    3,
    ': see [7].',
  ]);
  expect(splitCitations('No citation', 3)).toEqual(['No citation']);
  expect(splitCitations('', 3)).toEqual([]);
});

test('the words of a question are marked in a passage regardless of case', () => {
  const marked = markWords('E24: the Filter, filters', ['e24', 'filter']).filter(({ isMarked }) => isMarked);
  expect(marked.map(({ text }) => text)).toEqual(['E24', 'Filter']);
  expect(
    markWords('a b', [])
      .map(({ text }) => text)
      .join(''),
  ).toBe('a b');
});
