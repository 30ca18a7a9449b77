import { expect, test } from 'vitest';
import { KeywordIndex } from './keyword-index.ts';

test('a word in most of many passages does not match', () => {
  const index = new KeywordIndex();
  for (let id = 0; id < 40; id++) index.add(id, { headings: [], page: null, text: `the page ${id} of a book` });
  index.add(40, { headings: [], page: null, text: 'the deposit' });
  expect(index.search('what is the deposit', 1)).toMatchObject([{ id: 40, words: ['deposit'] }]);
});
