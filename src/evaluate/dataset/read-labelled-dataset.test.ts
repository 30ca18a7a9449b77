import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFolder, toDatasetFiles } from '../../../scripts/dataset-files.fixture.ts';
import type { DatasetFile } from './labelled-dataset.ts';
import { readLabelledDataset } from './read-labelled-dataset.ts';

const testData = process.env.ASSAY_TEST_DATA;

describe('the layout of a folder', () => {
  test('is class folders for image folders not named like splits', async () => {
    const dataset = await readLabelledDataset(
      toDatasetFiles({ 'pets/dog/1.jpg': '', 'pets/cat/2.jpg': '', 'pets/cat/a/3.PNG': '' }),
    );
    expect(dataset).toEqual({
      layout: 'class-folders',
      input: 'image',
      items: [
        { path: 'pets/cat/2.jpg', label: { kind: 'class', label: 'cat' } },
        { path: 'pets/cat/a/3.PNG', label: { kind: 'class', label: 'cat' } },
        { path: 'pets/dog/1.jpg', label: { kind: 'class', label: 'dog' } },
      ],
      classes: ['cat', 'dog'],
      problems: [],
    });
  });

  test('is unlabelled for a single folder of images', async () => {
    const dataset = await readLabelledDataset(
      toDatasetFiles({ 'images/1.jpg': '', 'images/2.jpg': '', 'notes.txt': '' }),
    );
    expect(dataset.layout).toBe('unlabelled');
    expect(dataset.items).toEqual(['images/1.jpg', 'images/2.jpg'].map((path) => ({ path, label: null })));
  });

  test('must be chosen if two layouts fit', async () => {
    const files = toDatasetFiles({ 'a/1.jpg': '', 'b/2.jpg': '', 'labels.csv': 'file,label\n1.jpg,x\n2.jpg,y\n' });
    await expect(readLabelledDataset(files)).rejects.toMatchObject({
      code: 'dataset-unclear',
      facts: { reason: 'several-layouts', found: 'class-folders, table' },
    });
    expect((await readLabelledDataset(files, { layout: 'table' })).classes).toEqual(['x', 'y']);
  });

  test('is rejected if its labels are of another kind than the task needs', async () => {
    const files = toDatasetFiles({ 'a/1.jpg': '', 'b/2.jpg': '' });
    await expect(readLabelledDataset(files, { labelKind: 'boxes' })).rejects.toMatchObject({
      facts: { reason: 'other-label-kind', actual: 'class', expected: 'boxes' },
    });
  });
});

test('ignores files added by operating systems and normalises paths', async () => {
  const files = toDatasetFiles({ '.DS_Store': '', '__MACOSX/x.jpg': '', 'a\\caf\u0065\u0301.jpg': '' });
  const { items } = await readLabelledDataset(files);
  expect(items.map(({ path }) => path)).toEqual(['a/caf\u00e9.jpg']);
});

test('lists files in the top folder, which have no class', async () => {
  const { problems } = await readLabelledDataset(toDatasetFiles({ 'a/1.jpg': '', 'b/2.jpg': '', '3.jpg': '' }));
  expect(problems).toEqual([{ code: 'unlabelled', paths: ['3.jpg'] }]);
});

test('rejects a folder without inputs', async () => {
  await expect(readLabelledDataset(toDatasetFiles({ 'a.xyz': '' }), { input: 'image' })).rejects.toMatchObject({
    code: 'dataset-unclear',
    facts: { reason: 'no-inputs', kind: 'image' },
  });
});

test('reads 100,000 names in class folders in less than three seconds of processor time', async () => {
  const open = () => Promise.reject(new Error('opened'));
  const files = Array.from({ length: 100_000 }, (_, index): DatasetFile => {
    return { path: `class ${index % 1000}/image ${index}.jpg`, open };
  });
  const start = process.cpuUsage();
  const { items, classes } = await readLabelledDataset(files);
  expect([items.length, classes.length]).toEqual([100_000, 1000]);
  const { user, system } = process.cpuUsage(start);
  expect(user + system).toBeLessThan(3_000_000);
});

// The table has a line for each image after its header.
test('reads the ImageNet images from their table (needs ASSAY_TEST_DATA)', async ({ skip }) => {
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const files = await readFolder(join(testData, 'data-imagenet200'));
  const dataset = await readLabelledDataset(files);
  expect([dataset.layout, dataset.input, dataset.items.length, dataset.problems]).toEqual([
    'table',
    'image',
    files.length - 1,
    [],
  ]);
  expect(dataset.columns?.roles).toEqual({ file: 'file', label: 'name' });
  expect(dataset.items[1]).toEqual({ path: 'n01530575_brambling.JPEG', label: { kind: 'class', label: 'brambling' } });
});

test('reports a single folder that may be a class, and reads it as one if chosen', async () => {
  const files = toDatasetFiles({ 'cat/1.jpg': '', 'cat/2.jpg': '' });
  const dataset = await readLabelledDataset(files);
  expect([dataset.layout, dataset.problems]).toEqual(['unlabelled', [{ code: 'single-folder', paths: ['cat'] }]]);
  expect((await readLabelledDataset(files, { layout: 'class-folders' })).classes).toEqual(['cat']);
});

test('reports files whose names differ only in Unicode normalisation', async () => {
  const { items, problems } = await readLabelledDataset(toDatasetFiles({ 'caf\u00e9.jpg': '', 'cafe\u0301.jpg': '' }));
  expect(items).toHaveLength(1);
  expect(problems).toEqual([{ code: 'path-repeated', paths: ['caf\u00e9.jpg'] }]);
});
