import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { matchClasses } from '#evaluate/classes/match-classes.ts';
import type { LabelledDataset, DatasetFile } from '#evaluate/dataset/labelled-dataset.ts';
import { readLabelledDataset } from '#evaluate/dataset/read-labelled-dataset.ts';
import { watchFiles } from '#evaluate/dataset/watched-files.ts';
import { parseGateFile } from '#gates/file/gate-file.ts';
import { toDatasetFiles } from '../../scripts/dataset-files.fixture.ts';
import { errors } from './en/errors/errors.ts';
import { labelledDataset } from './en/evaluate/labelled-dataset.ts';

/** The text of an error: what happened, and what to do. */
async function catchSentence(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { what, fix } = (errors[thrown.code] as (facts: AppError['facts']) => { what: string; fix: string })(
      thrown.facts,
    );
    return `${what} ${fix}`;
  }
  return 'no error';
}

/** The texts of the problems in a dataset, each with the affected files. */
function listProblems({ problems }: LabelledDataset): string {
  const lines = problems.map(({ code, paths }) => {
    const { what, fix } = labelledDataset.problems[code](paths.length);
    return `${what} ${fix} ${paths.join(', ')}`;
  });
  return lines.join('\n');
}

const coco = (annotation: object) =>
  JSON.stringify({
    images: [{ id: 1, file_name: '1.jpg', width: 9, height: 9 }],
    categories: [{ id: 1, name: 'cat' }],
    annotations: [
      { id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 2, 2] },
      { id: 2, ...annotation, bbox: [1, 1, 2, 2] },
    ],
  });

test('labels of missing files are named, with the folder to choose', async () => {
  const files = toDatasetFiles({ 'labels.csv': 'file,label\n7.jpg,cat\n8.jpg,dog\n', '1.jpg': '', '2.jpg': '' });
  expect(await catchSentence(() => readLabelledDataset(files))).toMatch(
    /for example 7\.jpg\. Choose the folder that contains/,
  );
});

test('classes without a model label are listed, and their items are not scored as wrong', () => {
  const { matched, unmatched } = matchClasses(['cat', 'wombat'], ['cat', 'dog']);
  expect([[...matched.keys()], unmatched]).toEqual([['cat'], ['wombat']]);
});

test('the layouts of a folder with several are named', async () => {
  const files = toDatasetFiles({ 'a/1.jpg': '', 'b/2.jpg': '', 'labels.csv': 'file,label\n1.jpg,x\n2.jpg,y\n' });
  expect(await catchSentence(() => readLabelledDataset(files))).toMatch(
    /folder for each class and a table.* [Cc]hoose/,
  );
});

test('a labelled file that is not an image is named, with how to check it', async () => {
  const files = toDatasetFiles({
    'images/1.jpg': 'not an image',
    'images/2.gif': Uint8Array.from([...Buffer.from('GIF89a'), 200, 0, 100, 0, ...Array<number>(30).fill(0)]),
    'labels/1.txt': '0 0.5 0.5 0.2 0.2\n',
    'labels/2.txt': '0 0.5 0.5 0.2 0.2\n',
    'classes.txt': 'cat\n',
  });
  expect(listProblems(await readLabelledDataset(files))).toMatch(
    /not a readable image.* Open the file in another program.*1\.jpg/,
  );
});

test('COCO annotations of an image or category that is not listed are counted, with what to export', async () => {
  for (const ids of [
    { image_id: 9, category_id: 1 },
    { image_id: 1, category_id: 9 },
  ]) {
    const files = toDatasetFiles({ '1.jpg': '', 'instances.json': coco(ids) });
    expect(listProblems(await readLabelledDataset(files))).toMatch(
      /^1 annotation has an image_id or category_id.* Export/,
    );
  }
});

test('a byte order mark or CRLF does not change transcripts', async () => {
  for (const text of ['\uFEFFgood morning', 'good morning\r\n', '\uFEFFgood morning\r\n']) {
    const { items } = await readLabelledDataset(toDatasetFiles({ '1.wav': '', '1.txt': text }), { input: 'audio' });
    expect(items[0]?.label).toEqual({ kind: 'text', text: 'good morning' });
  }
});

test('a file that changes while it is being read is named, with a remedy', async () => {
  let lastModified = 1;
  const changing: DatasetFile = {
    path: 'labels.csv',
    open: () => Promise.resolve(Object.assign(new Blob(['x']), { lastModified: lastModified++ })),
  };
  const [file] = watchFiles([changing], new Map());
  await file!.open();
  expect(await catchSentence(() => file!.open())).toMatch(/labels\.csv.*changed.* Choose the folder again|labels\.csv/);
});

test.each([
  [{ latencyy: 'error' }, /“latencyy”, which does not exist; did you mean latency\? Correct the file/],
  [{ latency: { severity: 'error', limit: 1, unit: 's' } }, /the unit of “latency” is "s"; it is measured in “ms”/],
])('a gate file with %o is rejected, naming the entry and the allowed values', async (gates, expected) => {
  expect(await catchSentence(() => parseGateFile(JSON.stringify({ version: 1, gates })))).toMatch(expected);
});

test('the error of a baseline for another task names both tasks', async () => {
  const facts = { model: 'centernet', madeFor: 'object-detection', task: 'image-classification' };
  const sentence = await catchSentence(() => Promise.reject(new AppError('link-invalid', facts)));
  expect(sentence).toMatch(/centernet is made for the task “Object detection”, not “Image classification”/);
});
