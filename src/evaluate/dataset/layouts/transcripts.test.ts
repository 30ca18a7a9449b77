import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFolder, toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readLabelledDataset } from '../read-labelled-dataset.ts';

const data = process.env.ASSAY_TEST_DATA;
const text = (path: string, text: string) => ({ path, label: { kind: 'text', text } });

test('LibriSpeech transcripts are read, also with a byte order mark and CRLF', async () => {
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
    text('84/121123/84-121123-0000.flac', 'GO DO YOU HEAR'),
    text('84/121123/84-121123-0001.flac', 'BUT IN LESS THAN FIVE MINUTES'),
  ]);
  expect(dataset.problems).toEqual([
    { code: 'file-missing', paths: ['84-121123-0009'] },
    { code: 'label-empty', paths: ['84/121123/84-121123-0002.flac'] },
  ]);
});

test('a text file belongs to the audio file of the same name, next to it or in a parallel folder', async () => {
  const dataset = await readLabelledDataset(
    toDatasetFiles({
      'wavs/a.wav': '',
      'transcripts/a.txt': ' two\nlines ',
      'b.mp3': '',
      'b.txt': 'hello',
      'c.mp3': '',
    }),
  );
  expect(dataset.items).toEqual([text('b.mp3', 'hello'), text('wavs/a.wav', 'two lines')]);
  expect(dataset.problems).toEqual([{ code: 'unlabelled', paths: ['c.mp3'] }]);
});

test('an utterance with conflicting texts is omitted and listed, and a repeated one counts once', async () => {
  const list = 'a-1 ONE\na-2 TWO\na-1 ANOTHER\na-2 TWO\n';
  const dataset = await readLabelledDataset(toDatasetFiles({ 'a-1.flac': '', 'a-2.flac': '', 'a.trans.txt': list }));
  expect(dataset.items).toEqual([text('a-2.flac', 'TWO')]);
  expect(dataset.problems).toEqual([{ code: 'labels-differ', paths: ['a-1.flac'] }]);
});

// The manifest has 58 lines of NeMo's fields; all of its files are in the folder.
test('the manifest of Hi-Fi TTS has a transcript for 58 files (needs ASSAY_TEST_DATA)', async ({ skip }) => {
  if (!data) return skip('needs ASSAY_TEST_DATA');
  const dataset = await readLabelledDataset(await readFolder(join(data, 'data-audio/hifitts-6097')));
  expect([dataset.layout, dataset.input, dataset.items.length]).toEqual(['table', 'audio', 58]);
  expect(dataset.columns?.roles).toEqual({ file: 'audio_filepath', answer: 'text' });
  expect(dataset.items[1]).toEqual(text('audio/swag_06_tompkins_0883.wav', 'no mistake can well be made'));
});
