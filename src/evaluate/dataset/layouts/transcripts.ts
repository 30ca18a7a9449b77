import type { FileIndex } from '../file-index.ts';
import type { LabelledItem } from '../labelled-dataset.ts';
import { readEachFile } from '../labels/each-file.ts';
import { readLabelText } from '../labels/label-text.ts';
import { findSiblingFile } from '../labels/sibling-file.ts';
import { addUnlabelled, getFile, ProblemList, type Layout, type LayoutOptions } from './layout.ts';

/** Transcripts of audio: a text file for each audio file, or LibriSpeech's `*.trans.txt` for each folder. */
export const transcripts: Layout = {
  labels: ['text'],
  inputs: ['audio'],
  splitsByFolder: true,

  detect: (files, input) =>
    input === 'audio' &&
    (findTranscriptLists(files).length > 0 ||
      files.ofKind('audio').some((path) => findTranscript(files, path) !== null)),

  async read(files, options) {
    const problems = new ProblemList();
    const items =
      findTranscriptLists(files).length > 0
        ? await fromLists(files, options, problems)
        : await fromTexts(files, options, problems);
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
  files.withExtension('txt').filter((path) => path.endsWith('.trans.txt'));

/** Lines of an utterance's id, which is the name of its file, and its text. */
async function fromLists(files: FileIndex, options: LayoutOptions, problems: ProblemList): Promise<LabelledItem[]> {
  const lists = await readEachFile(findTranscriptLists(files), options, problems, async (path, found) => {
    const lines = (await readLabelText(getFile(files, path))).split('\n').filter((line) => line.trim() !== '');
    return lines.flatMap((line): LabelledItem[] => {
      const [, id = '', text = ''] = /^\s*(\S+)\s*(.*)$/.exec(line) ?? [];
      const audio = files.find(id, path, 'audio');
      if (audio === null) found.add('file-missing', id);
      return audio === null ? [] : [{ path: audio, label: { kind: 'text', text: text.trim() } }];
    });
  });
  return lists.flat();
}

async function fromTexts(files: FileIndex, options: LayoutOptions, problems: ProblemList): Promise<LabelledItem[]> {
  const paths = files.ofKind('audio').filter((path) => findTranscript(files, path) !== null);
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
