import { expect, test } from 'vitest';
import { toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readTaskDataset } from '../read-task-dataset.ts';

const read = (files: Readonly<Record<string, string>>) =>
  readTaskDataset(toDatasetFiles(files), { input: 'text', labelKind: 'tags' });
const createSentence = (path: string, words: readonly string[], tags: readonly string[]) => ({
  path,
  text: words.join(' '),
  label: { kind: 'tags', words, tags },
});

// The first sentences of the example in the description of the shared task of CoNLL-2003.
test('sentences of CoNLL-2003 have the words of the first column and the tags of the last', async () => {
  const dataset = await read({
    'eng.testa':
      '-DOCSTART- -X- O O\r\n\r\nU.N. NNP I-NP I-ORG\r\nofficial NN I-NP O\r\nEkeus NNP I-NP I-PER\r\n\r\nBaghdad NNP I-NP I-LOC\r\n',
    'readme.txt': 'The data of the shared task.',
  });
  expect(dataset.layout).toBe('tagged-words');
  expect(dataset.items).toEqual([
    createSentence('eng.testa#1', ['U.N.', 'official', 'Ekeus'], ['I-ORG', 'O', 'I-PER']),
    createSentence('eng.testa#2', ['Baghdad'], ['I-LOC']),
  ]);
  expect(dataset.problems).toEqual([]);
});

// The example of multiword tokens in the description of the format, and a sentence of one word.
test('words of CoNLL-U have their parts of speech; multiword tokens and comments are no words', async () => {
  const row = (...columns: string[]) => [...columns, '_', '_', '_', '_', '_', '_'].join('\t');
  const lines = [
    '# text = vámonos al',
    row('1-2', 'vámonos', '_', '_'),
    row('1', 'vamos', 'ir', 'VERB'),
    row('2', 'nos', 'nosotros', 'PRON'),
    row('3', 'al', 'a', 'ADP'),
    '',
    row('1', 'mar', 'mar', 'NOUN'),
  ];
  const dataset = await read({ 'es.conllu': lines.join('\n') });
  expect(dataset.items).toEqual([
    createSentence('es.conllu#1', ['vamos', 'nos', 'al'], ['VERB', 'PRON', 'ADP']),
    createSentence('es.conllu#2', ['mar'], ['NOUN']),
  ]);
});

test('a word can start with # in CoNLL, but not in CoNLL-U', async () => {
  const dataset = await read({ 'a.conll': '# O\nAnna B-PER\n' });
  expect(dataset.items).toEqual([createSentence('a.conll#1', ['#', 'Anna'], ['O', 'B-PER'])]);
});

test('a line without a tag is listed, and a file without tagged words is an error', async () => {
  const dataset = await read({ 'a.conll': 'Anna B-PER\nlives\n' });
  expect(dataset.items).toEqual([createSentence('a.conll#1', ['Anna'], ['B-PER'])]);
  expect(dataset.problems).toEqual([{ code: 'label-line-invalid', paths: ['a.conll:2'] }]);
  await expect(read({ 'a.conll': 'words\n' })).rejects.toMatchObject({
    code: 'labels-invalid',
    facts: { reason: 'no-tagged-words' },
  });
});
