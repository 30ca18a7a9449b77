import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFolder, toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readLabelledDataset } from '../read-labelled-dataset.ts';

const testData = process.env.ASSAY_TEST_DATA;
const createTextItem = (path: string, text: string) => ({ path, label: { kind: 'text', text } });

test('reads LibriSpeech transcripts, also with a byte order mark and CRLF', async () => {
  const dataset = await readLabelledDataset(
    toDatasetFiles({
      '84/121123/84-121123-0000.flac': '',
      '84/121123/84-121123-0001.flac': '',
      '84/121123/84-121123-0002.flac': '',
      '84/121123/84-121123.trans.txt':
        '\uFEFF84-121123-0000 GO DO YOU HEAR\r\n84-121123-0001 BUT IN LESS THAN FIVE MINUTES\r\n84-121123-0009 GONE\r\n84-121123-0002\r\n',
    }),
  );
  expect(dataset.layout).toBe('transcripts');
  expect(dataset.items).toEqual([
    createTextItem('84/121123/84-121123-0000.flac', 'GO DO YOU HEAR'),
    createTextItem('84/121123/84-121123-0001.flac', 'BUT IN LESS THAN FIVE MINUTES'),
  ]);
  expect(dataset.problems).toEqual([
    { code: 'file-missing', paths: ['84-121123-0009'] },
    { code: 'label-empty', paths: ['84/121123/84-121123-0002.flac'] },
  ]);
});

test('matches text files to audio files of the same name, also in a parallel folder', async () => {
  const dataset = await readLabelledDataset(
    toDatasetFiles({
      'wavs/a.wav': '',
      'transcripts/a.txt': ' two\nlines ',
      'b.mp3': '',
      'b.txt': 'hello',
      'c.mp3': '',
    }),
  );
  expect(dataset.items).toEqual([createTextItem('b.mp3', 'hello'), createTextItem('wavs/a.wav', 'two lines')]);
  expect(dataset.problems).toEqual([{ code: 'unlabelled', paths: ['c.mp3'] }]);
});

test('omits and lists utterances with conflicting texts, and counts repeated ones once', async () => {
  const list = 'a-1 ONE\na-2 TWO\na-1 ANOTHER\na-2 TWO\n';
  const dataset = await readLabelledDataset(toDatasetFiles({ 'a-1.flac': '', 'a-2.flac': '', 'a.trans.txt': list }));
  expect(dataset.items).toEqual([createTextItem('a-2.flac', 'TWO')]);
  expect(dataset.problems).toEqual([{ code: 'labels-differ', paths: ['a-1.flac'] }]);
});

// The manifest has 58 lines with NeMo's fields, and all of its files are in the folder.
test('reads the 58 transcripts of a Hi-Fi TTS manifest (needs ASSAY_TEST_DATA)', async ({ skip }) => {
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const dataset = await readLabelledDataset(await readFolder(join(testData, 'data-audio/hifitts-6097')));
  expect([dataset.layout, dataset.input, dataset.items.length]).toEqual(['table', 'audio', 58]);
  expect(dataset.columns?.roles).toEqual({ file: 'audio_filepath', answer: 'text' });
  expect(dataset.items[1]).toEqual(createTextItem('audio/swag_06_tompkins_0883.wav', 'no mistake can well be made'));
});
