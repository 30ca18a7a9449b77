import { expect, test } from 'vitest';
import { toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readLabelledDataset } from '../read-labelled-dataset.ts';

/** An example in the format that COCO's documentation specifies. */
const instances = {
  info: { description: 'made up' },
  images: [
    { id: 7, width: 640, height: 480, file_name: 'a.jpg' },
    { id: 9, width: 640, height: 480, file_name: 'b.jpg' },
    { id: 10, width: 640, height: 480, file_name: 'gone.jpg' },
  ],
  annotations: [
    { id: 1, image_id: 7, category_id: 18, bbox: [10, 20, 30, 40], area: 900.5, iscrowd: 0, segmentation: [] },
    { id: 2, image_id: 7, category_id: 1, bbox: [0, 0, 640, 480], area: 12_000, iscrowd: 1, segmentation: {} },
    { id: 3, image_id: 99, category_id: 1, bbox: [0, 0, 1, 1] },
    { id: 4, image_id: 7, category_id: 44, bbox: [0, 0, 1, 1] },
    { id: 5, image_id: 7, category_id: 1, bbox: [5, 5, 0, 10] },
  ],
  categories: [
    { id: 18, name: 'dog' },
    { id: 1, name: 'person' },
  ],
};

const images = { 'val2017/a.jpg': '', 'val2017/b.jpg': '', 'val2017/c.jpg': '', 'train2017/d.jpg': '' };
const readCoco = (json: unknown) =>
  readLabelledDataset(
    toDatasetFiles({ ...images, 'annotations/instances_val2017.json': JSON.stringify(json, null, 1) }),
  );

test('groups COCO boxes, crowds and areas by image and sorts classes by id', async () => {
  const dataset = await readCoco(instances);
  expect(dataset).toMatchObject({ layout: 'coco', classes: ['person', 'dog'] });
  expect(dataset.items).toEqual([
    {
      path: 'val2017/a.jpg',
      label: {
        kind: 'boxes',
        boxes: [
          { label: 'dog', x: 10, y: 20, width: 30, height: 40, area: 900.5 },
          { label: 'person', x: 0, y: 0, width: 640, height: 480, area: 12_000, isCrowd: true },
        ],
      },
    },
    { path: 'val2017/b.jpg', label: { kind: 'boxes', boxes: [] } },
  ]);
});

test('lists unusable annotations and files without a counterpart', async () => {
  const json = 'annotations/instances_val2017.json';
  expect((await readCoco(instances)).problems).toEqual([
    { code: 'annotation-id-unknown', paths: [`${json}#3`, `${json}#4`] },
    { code: 'box-invalid', paths: [`${json}#5`] },
    { code: 'file-missing', paths: ['gone.jpg'] },
    { code: 'unlabelled', paths: ['train2017/d.jpg', 'val2017/c.jpg'] },
  ]);
});

test.each([
  ['an image without id', { ...instances, images: [{ file_name: 'a.jpg' }] }, 'images[0].id'],
  ['two images with the same id', { ...instances, images: [instances.images[0], instances.images[0]] }, 'images[1].id'],
  ['a category without name', { ...instances, categories: [{ id: 1 }] }, 'categories[0].name'],
  ['no categories', { ...instances, categories: undefined }, 'categories'],
  ['an annotation that is not an object', { ...instances, annotations: [3] }, 'annotations[0]'],
])('rejects a COCO file with %s and names the field', async (_, json, field) => {
  await expect(readCoco(json)).rejects.toMatchObject({
    code: 'labels-invalid',
    facts: { reason: 'field-invalid', field },
  });
});

test('requires the user to choose between two COCO files', async () => {
  const text = JSON.stringify(instances, null, 1);
  const files = toDatasetFiles({ ...images, 'annotations/a.json': text, 'annotations/b.json': text });
  await expect(readLabelledDataset(files)).rejects.toMatchObject({
    code: 'dataset-unclear',
    facts: { reason: 'several-label-files', found: 'annotations/a.json, annotations/b.json' },
  });
  expect((await readLabelledDataset(files, { labelFile: 'annotations/b.json' })).items).toHaveLength(2);
});

test('finds the COCO file after many JSON files of single images, and not the captions next to it', async () => {
  const ids = Array.from({ length: 30 }, (_, index) => `a${index}`);
  const captions = { images: instances.images, annotations: [{ id: 1, image_id: 7, caption: 'A dog.' }] };
  const files = toDatasetFiles({
    ...images,
    ...Object.fromEntries(
      ids.flatMap((id) => [
        [`val2017/${id}.jpg`, ''],
        [`a/${id}.json`, '{"tags":[]}'],
      ]),
    ),
    ...Object.fromEntries(ids.map((id) => [`a/note-${id}.json`, '{"tags":[]}'])),
    'annotations/captions_val2017.json': JSON.stringify(captions),
    'annotations/instances_val2017.json': JSON.stringify(instances),
  });
  expect(await readLabelledDataset(files)).toMatchObject({ layout: 'coco', classes: ['person', 'dog'] });
});
