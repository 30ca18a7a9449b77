import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFolder, toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readLabelledDataset } from '../read-labelled-dataset.ts';

const testData = process.env.ASSAY_TEST_DATA;

/** The header of a GIF of 200 x 100 pixels. */
const image = Uint8Array.from([...Buffer.from('GIF89a'), 200, 0, 100, 0, ...Array<number>(30).fill(0)]);
const images = { 'images/a.gif': image, 'images/b.gif': image };
const yaml = 'path: x\nnames:\n  0: cat\n  1: "dog, small"\n';

test('converts relative boxes to pixels, with class names from data.yaml', async () => {
  const dataset = await readLabelledDataset(
    toDatasetFiles({ ...images, 'data.yaml': yaml, 'labels/a.txt': '1 0.5 0.5 0.2 0.4\r\n', 'labels/b.txt': '' }),
  );
  // 0.5 of 200 is 100, less half of 0.2 of 200 is 80; 0.5 of 100 is 50, less half of 40 is 30.
  expect(dataset).toEqual({
    layout: 'yolo',
    input: 'image',
    items: [
      {
        path: 'images/a.gif',
        label: { kind: 'boxes', boxes: [{ label: 'dog, small', x: 80, y: 30, width: 40, height: 40 }] },
      },
      { path: 'images/b.gif', label: { kind: 'boxes', boxes: [] } },
    ],
    classes: ['cat', 'dog, small'],
    problems: [],
  });
});

test('reads a polygon as its bounding box and a repeated line once', async () => {
  const line = '0 0.1 0.2 0.5 0.2 0.3 0.6';
  const dataset = await readLabelledDataset(
    toDatasetFiles({ 'images/a.gif': image, 'images/a.txt': `${line}\n${line}\n` }),
  );
  const label = { kind: 'boxes', boxes: [{ label: '0', x: 20, y: 20, width: 80, height: 40 }] };
  expect(dataset.items).toEqual([{ path: 'images/a.gif', label: expect.objectContaining({ kind: 'boxes' }) }]);
  expect(dataset.items[0]?.label).toEqual({
    ...label,
    boxes: [
      {
        ...label.boxes[0],
        x: expect.closeTo(20),
        y: expect.closeTo(20),
        width: expect.closeTo(80),
        height: expect.closeTo(40),
      },
    ],
  });
  expect(dataset.problems).toEqual([{ code: 'classes-unnamed', paths: ['0'] }]);
});

test.each([
  ['a line with a value beyond 1', '0 0.5 0.5 1.5 0.1', 'label-line-invalid', 'labels/a.txt:1'],
  ['a line with five values', '0 0.1 0.1 0.1 0.1\n0 1 1 1 1 1', 'label-line-invalid', 'labels/a.txt:2'],
  ['a line of words', '0 0.1 0.1 0.1 0.1\nno box here', 'label-line-invalid', 'labels/a.txt:2'],
  ['an id without name', '7 0.5 0.5 0.1 0.1', 'class-unknown', 'labels/a.txt: 7'],
])('lists %s and omits its image', async (_, text, code, path) => {
  const files = toDatasetFiles({
    ...images,
    'data.yml': 'names: [cat, dog]',
    'labels/a.txt': text,
    'labels/b.txt': '',
  });
  const dataset = await readLabelledDataset(files, { layout: 'yolo' });
  expect(dataset.problems).toEqual([{ code, paths: [path] }]);
  expect(dataset.items.map((item) => item.path)).toEqual(['images/b.gif']);
});

test('lists images without label file as empty, and omits images of unknown size', async () => {
  const files = toDatasetFiles({
    'images/a.gif': image,
    'images/b.gif': 'no image',
    'labels/b.txt': '0 0.5 0.5 0.1 0.1',
  });
  const { items, problems } = await readLabelledDataset(files, { layout: 'yolo' });
  expect(items).toEqual([{ path: 'images/a.gif', label: { kind: 'boxes', boxes: [] } }]);
  expect(problems).toContainEqual({ code: 'no-label-file', paths: ['images/a.gif'] });
  expect(problems).toContainEqual({ code: 'size-unknown', paths: ['images/b.gif'] });
});

test('omits only the image of a label file that is not text', async () => {
  const damaged = Uint8Array.from([0x30, 0xff, 0xff]);
  const files = toDatasetFiles({
    ...images,
    'classes.txt': 'cat',
    'labels/a.txt': '0 0.5 0.5 0.1 0.1',
    'labels/b.txt': damaged,
  });
  const { items, problems } = await readLabelledDataset(files);
  expect(items.map((item) => item.path)).toEqual(['images/a.gif']);
  expect(problems).toEqual([{ code: 'label-file-invalid', paths: ['labels/b.txt'] }]);
});

test('requires the user to choose between the splits train and val', async () => {
  const files = toDatasetFiles({
    'images/train/a.gif': image,
    'images/val/b.gif': image,
    'labels/train/a.txt': '0 0.5 0.5 0.1 0.1',
    'labels/val/b.txt': '1 0.5 0.5 0.1 0.1',
    'classes.txt': 'cat\ndog\n',
  });
  await expect(readLabelledDataset(files)).rejects.toMatchObject({
    facts: { reason: 'several-splits', found: 'train, val' },
  });
  const { items, classes } = await readLabelledDataset(files, { split: 'val' });
  expect(items.map(({ path }) => path)).toEqual(['images/val/b.gif']);
  expect(classes).toEqual(['cat', 'dog']);
});

// The first box of image 9 in COCO's instances_train2017.json: [1.08, 187.69, 611.59, 285.84], a bowl.
test('reads the boxes of COCO8 in pixels (needs ASSAY_TEST_DATA)', async ({ skip }) => {
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const dataset = await readLabelledDataset(await readFolder(join(testData, 'data-coco8')));
  expect([dataset.layout, dataset.items.length]).toEqual(['yolo', 8]);
  // Counted by lines: class 0 has 10 boxes, and 16 and 22 have 1, a tenth.
  expect(dataset.problems.map(({ code }) => code)).toEqual(['classes-unnamed', 'class-rare']);
  const boxes = dataset.items.flatMap(({ label }) => (label?.kind === 'boxes' ? label.boxes : []));
  expect(boxes).toHaveLength(30); // lines of its label files
  expect(boxes[0]).toEqual({
    label: '45',
    x: expect.closeTo(1.08, 2),
    y: expect.closeTo(187.69, 2),
    width: expect.closeTo(611.59, 2),
    height: expect.closeTo(285.84, 2),
  });
});

test('lists an invalid line in the first file and still reads the other files', async () => {
  const good = '0 0.5 0.5 0.2 0.4';
  const dataset = await readLabelledDataset(
    toDatasetFiles({ ...images, 'data.yaml': yaml, 'labels/a.txt': `0 0.5 0.5\n${good}\n`, 'labels/b.txt': good }),
  );
  expect([dataset.layout, dataset.items.length]).toEqual(['yolo', 1]);
  expect(dataset.problems).toEqual([{ code: 'label-line-invalid', paths: ['labels/a.txt:1'] }]);
});

test('lists mostly malformed label files and treats their images as unlabelled', async () => {
  const files = toDatasetFiles({
    ...images,
    'labels/a.txt': '0;0.5;0.5;0.2;0.4',
    'labels/b.txt': '0 0.5 0.5 0.2\ncat',
  });
  const dataset = await readLabelledDataset(files);
  expect([dataset.layout, dataset.items.length]).toEqual(['unlabelled', 2]);
  expect(dataset.problems).toContainEqual({ code: 'label-file-ignored', paths: ['labels/a.txt', 'labels/b.txt'] });
});
