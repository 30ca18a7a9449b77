import { expect, test } from 'vitest';
import type { Chunk } from '../chunks.ts';
import { PassageIndex } from './passage-index.ts';

const createChunk = (text: string, headings: readonly string[] = []): Chunk => ({ headings, page: null, text });

function createIndex(): PassageIndex {
  const passages = new PassageIndex(2);
  passages.add(
    'lease',
    [createChunk('The deposit is 900 euros.'), createChunk('Pets need consent.')],
    Float32Array.of(1, 0, 0, 1),
  );
  passages.add('manual', [createChunk('Error E42: clean the filter.')], Float32Array.of(-1, 0));
  return passages;
}

test('a passage is found by its meaning, by its words, and by both', () => {
  const passages = createIndex();
  const findTexts = (question: string, vector: Float32Array, method: 'vectors' | 'keywords' | 'hybrid') =>
    passages.search(question, vector, 1, method).map(({ text }) => text);
  const towardsPets = Float32Array.of(0, 1);
  expect(findTexts('may I have a dog', towardsPets, 'vectors')).toEqual(['Pets need consent.']);
  expect(findTexts('what does E42 mean', towardsPets, 'keywords')).toEqual(['Error E42: clean the filter.']);
  // The second by vectors and the first by words precedes the first by vectors without words.
  expect(passages.search('deposit', Float32Array.of(0.1, 1), 2).map(({ document }) => document)).toEqual([
    'lease',
    'lease',
  ]);
  expect(passages.search('E42', Float32Array.of(-0.2, -1), 3)[0]).toMatchObject({ document: 'manual', words: ['e42'] });
});

test('the passages of a removed document are no longer found', () => {
  const passages = createIndex();
  passages.remove('lease');
  expect(passages.size).toBe(1);
  const results = passages.search('deposit filter', Float32Array.of(1, 0), 5);
  expect(results.map(({ document, similarity }) => [document, similarity])).toEqual([['manual', -1]]);
});

test('passages without vectors are found by words, and have no similarity', () => {
  const passages = new PassageIndex(0);
  passages.add(
    'lease',
    [createChunk('The deposit is 900 euros.'), createChunk('Pets need consent.')],
    new Float32Array(),
  );
  passages.add('manual', [createChunk('Error E42: clean the filter.')], new Float32Array());
  expect(passages.searchWords('what does E42 mean', 3)).toEqual([
    { ...createChunk('Error E42: clean the filter.'), document: 'manual', similarity: null, words: ['e42'] },
  ]);
  passages.remove('manual');
  expect(passages.searchWords('E42', 3)).toEqual([]);
});
