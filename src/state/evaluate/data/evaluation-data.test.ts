import { expect, test } from 'vitest';
import type { FolderHandle } from '#evaluate/items/evaluation-item.ts';
import type { DataFile } from '#evaluate/items/select-items.ts';
import { EvaluationData } from './evaluation-data.svelte.ts';

const unset = { labels: null, split: null };
const createFolder = (files: readonly DataFile[]) => ({ name: 'set', handle: null, files });
const createImageFile = (path: string): DataFile => ({ path, file: new File([], path) });

test('a folder with several splits is read only after one split is chosen', async () => {
  const data = new EvaluationData({ input: 'image', labelKind: 'class' });
  const paths = ['train/cat/1.png', 'train/dog/2.png', 'val/cat/3.png', 'val/dog/4.png'];
  await data.open(createFolder(paths.map(createImageFile)), unset, null);
  expect([data.dataset, data.splits, data.error?.facts['reason']]).toEqual([null, ['train', 'val'], 'several-splits']);
  await data.readLabels({ ...data.options, split: 'val' });
  expect(data.dataset?.items.map(({ path }) => path)).toEqual(['val/cat/3.png', 'val/dog/4.png']);
  expect(data.splits).toEqual(['train', 'val']);
});

test('a label file that changed after it was read is reported, unlike unopened images', async () => {
  let labels = new File(['file,label\n1.png,cat\n'], 'labels.csv', { lastModified: 1 });
  const folder: FolderHandle = {
    getDirectoryHandle: () => Promise.reject(new Error('the set has no folders')),
    getFileHandle: async () => ({ getFile: async () => labels }),
  };
  const data = new EvaluationData({ input: 'image', labelKind: 'class' });
  await data.open(
    createFolder([createImageFile('1.png'), { path: 'labels.csv', file: { folder, path: 'labels.csv' } }]),
    unset,
    null,
  );
  expect(data.dataset?.items).toHaveLength(1);
  expect(await data.listChangedFiles()).toEqual([]);
  labels = new File(['file,label\n1.png,dog\n'], 'labels.csv', { lastModified: 2 });
  expect(await data.listChangedFiles()).toEqual(['labels.csv']);
});

test('at most half of the items are set aside for calibration', async () => {
  const open = async (count: number) => {
    const data = new EvaluationData({ input: 'image', labelKind: 'class' }, 3);
    const paths = Array.from({ length: count }, (_, index) => `${index % 2 === 0 ? 'cat' : 'dog'}/${index}.png`);
    await data.open(createFolder(paths.map(createImageFile)), unset, null);
    const listPaths = (items: readonly { path: string }[]) => items.map(({ path }) => path);
    const run = listPaths(data.selectItems(undefined, { n: null, seed: 7 }));
    expect(data.countUsableItems(undefined)).toBe(run.length);
    return { calibration: listPaths(data.selectCalibrationItems(undefined)), run };
  };
  const { calibration, run } = await open(10);
  expect([calibration.length, run.length, new Set([...calibration, ...run]).size]).toEqual([3, 7, 10]);
  expect((await open(10)).calibration).toEqual(calibration);
  expect(await open(4)).toMatchObject({ calibration: { length: 2 }, run: { length: 2 } });
  expect(await open(1)).toEqual({ calibration: ['cat/0.png'], run: ['cat/0.png'] });
});

test('classes of which none matches a label are reported until one is mapped to a label', async () => {
  const data = new EvaluationData({ input: 'image', labelKind: 'class' });
  const labels = ['airplane', 'automobile'];
  expect(data.hasNoMatch(labels)).toBe(false); // no data yet
  await data.open(createFolder(['stripes/1.png', 'dots/2.png'].map(createImageFile)), unset, null);
  expect([data.hasNoMatch(labels), data.hasNoMatch(undefined), data.hasNoMatch([])]).toEqual([true, false, false]);
  data.classMap = { dots: 'airplane' };
  expect(data.hasNoMatch(labels)).toBe(false);
  data.classMap = {};
  await data.open(createFolder(['Airplane/1.png', 'dots/2.png'].map(createImageFile)), unset, null);
  expect(data.hasNoMatch(labels)).toBe(false);
});
