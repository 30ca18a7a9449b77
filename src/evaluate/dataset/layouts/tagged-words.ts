import { AppError } from '#core/errors/error.ts';
import type { FileIndex } from '../file-index.ts';
import type { LabelledItem } from '../labelled-dataset.ts';
import { getFileExtension } from '../dataset-path.ts';
import { chooseLabelFile } from '../labels/label-file.ts';
import { readLabelHead, readLabelText } from '../labels/label-text.ts';
import { getFile, ProblemList, type Layout } from './layout.ts';

/**
 * Tagged words, as in the shared tasks of CoNLL: each line has a word and further columns, the last of which is the
 * tag, and a blank line separates sentences. In CoNLL-U (Universal Dependencies), the word and its part of speech are
 * columns 2 and 4.
 */
export const taggedWords: Layout = {
  labels: ['tags'],
  inputs: ['text'],

  async detect(files) {
    return (await findFiles(files)).length > 0;
  },

  async read(files, options) {
    const path = chooseLabelFile('tagged-words', await findFiles(files), options);
    const problems = new ProblemList();
    const items = readSentences(path, await readLabelText(getFile(files, path)), problems);
    if (items.length === 0) throw new AppError('labels-invalid', { file: path, reason: 'no-tagged-words' });
    return { items, classes: [], problems: problems.list() };
  },
};

/** Files with these extensions always contain tagged words. Other text files are checked by their first lines. */
const taggedWordExtensions = ['conll', 'conllu', 'iob', 'iob2', 'bio'];
/** Number of text files whose first lines are read. */
const maxExaminedFiles = 20;
/** Number of lines from which tags are detected. */
const maxExaminedLines = 20;

async function findFiles(files: FileIndex): Promise<string[]> {
  const texts = files.listByExtension('txt', 'testa', 'testb', 'train', 'dev', 'test').slice(0, maxExaminedFiles);
  const tagged = await Promise.all(
    texts.map(async (path) => (beginsWithTags(await readLabelHead(getFile(files, path))) ? [path] : [])),
  );
  return files.listByExtension(...taggedWordExtensions).concat(...tagged);
}

/** Whether the first lines have the same number of columns, and tags in the last one. */
function beginsWithTags(head: string): boolean {
  const lines = head
    .split('\n')
    .slice(0, maxExaminedLines)
    .filter((line) => line.trim() !== '' && !isSeparator(line));
  const rows = lines.map((line) => line.trim().split(/\s+/));
  const columns = rows[0]?.length ?? 0;
  return columns > 1 && rows.every((row) => row.length === columns && /^(?:O|[BIESLU]-\S+)$/.test(row.at(-1)!));
}

/** Lines with this word separate the documents of CoNLL-2003. */
const isSeparator = (line: string) => line.startsWith('-DOCSTART-');

function readSentences(path: string, text: string, problems: ProblemList): readonly LabelledItem[] {
  const isUniversal = getFileExtension(path) === 'conllu';
  const items: LabelledItem[] = [];
  let words: string[] = [];
  let tags: string[] = [];
  const finish = () => {
    if (words.length > 0)
      items.push({ path: `${path}#${items.length + 1}`, text: words.join(' '), label: { kind: 'tags', words, tags } });
    [words, tags] = [[], []];
  };
  for (const [index, line] of text.split('\n').entries()) {
    if (isUniversal && line.startsWith('#')) continue; // a comment in CoNLL-U; in other formats, a hash is a word
    if (line.trim() === '' || isSeparator(line)) {
      finish();
      continue;
    }
    const columns = line.trim().split(isUniversal ? '\t' : /\s+/);
    if (isUniversal && !/^\d+$/.test(columns[0]!)) continue; // the parts of a multiword token have their own lines
    const [word, tag] = isUniversal ? [columns[1], columns[3]] : [columns[0], columns.at(-1)];
    if (!word || !tag || columns.length < 2) {
      problems.add('label-line-invalid', `${path}:${index + 1}`);
      continue;
    }
    words.push(word);
    tags.push(tag);
  }
  finish();
  return items;
}
