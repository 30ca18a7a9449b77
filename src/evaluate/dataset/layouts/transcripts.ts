import type { FileIndex } from '../file-index.ts';
import type { LabelledItem } from '../labelled-dataset.ts';
import { readEachFile } from '../labels/each-file.ts';
import { readLabelText } from '../labels/label-text.ts';
import { findSiblingFile } from '../labels/sibling-file.ts';
import { addUnlabelled, getFile, ProblemList, type Layout, type LayoutOptions } from './layout.ts';

/** Transcripts of audio: a text file per audio file, or LibriSpeech's `*.trans.txt` per folder. */
export const transcripts: Layout = {
  labels: ['text'],
  inputs: ['audio'],
  splitsByFolder: true,

  detect: (files, input) =>
    input === 'audio' &&
    (findTranscriptLists(files).length > 0 ||
      files.listByKind('audio').some((path) => findTranscript(files, path) !== null)),

  async read(files, options) {
    const problems = new ProblemList();
    const items =
      findTranscriptLists(files).length > 0
        ? await readTranscriptLists(files, options, problems)
        : await readTextFiles(files, options, problems);
    const [labelled, empty] = [items.filter(hasText), items.filter((item) => !hasText(item))];
    problems.addAll(
      'label-empty',
      empty.map(({ path }) => path),
    );
    addUnlabelled(problems, files, 'audio', items);
    return { items: labelled, classes: [], problems: problems.list() };
  },
};

const hasText = ({ label }: LabelledItem) => label?.kind === 'text' && label.text !== '';

const findTranscriptLists = (files: FileIndex) =>
  files.listByExtension('txt').filter((path) => path.endsWith('.trans.txt'));

/** Reads lists whose lines contain the id of an utterance, which is its file name, and its text. */
async function readTranscriptLists(
  files: FileIndex,
  options: LayoutOptions,
  problems: ProblemList,
): Promise<LabelledItem[]> {
  const lists = await readEachFile(findTranscriptLists(files), options, problems, async (path, fileProblems) => {
    const lines = (await readLabelText(getFile(files, path))).split('\n').filter((line) => line.trim() !== '');
    return lines.flatMap((line): LabelledItem[] => {
      const [, id = '', text = ''] = /^\s*(\S+)\s*(.*)$/.exec(line) ?? [];
      const audio = files.find(id, path, 'audio');
      if (audio === null) fileProblems.add('file-missing', id);
      return audio === null ? [] : [{ path: audio, label: { kind: 'text', text: text.trim() } }];
    });
  });
  return lists.flat();
}

async function readTextFiles(files: FileIndex, options: LayoutOptions, problems: ProblemList): Promise<LabelledItem[]> {
  const paths = files.listByKind('audio').filter((path) => findTranscript(files, path) !== null);
  return readEachFile(paths, options, problems, async (path) => {
    const text = await readLabelText(getFile(files, findTranscript(files, path) ?? ''));
    return { path, label: { kind: 'text', text: text.trim().replaceAll(/\s+/g, ' ') } };
  });
}

function findTranscript(files: FileIndex, path: string): string | null {
  return findSiblingFile(files, path, ['txt', 'lab'], {
    replaced: /^(audio|wavs?|clips)$/i,
    by: ['transcripts', 'texts', 'text', 'txt', 'labels'],
  });
}
