import { expect, test } from 'vitest';
import { toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readLabelledDataset } from '../read-labelled-dataset.ts';

test.each([
  ['in a folder next to the images', 'images/1.jpg', 'masks/1.png'],
  ['in a parallel folder with the same split', 'images/val/1.jpg', 'annotations/val/1.png'],
  ['below the images', '1.jpg', 'masks/1.png'],
  ['below a folder named like one of masks', 'segmentation/images/1.jpg', 'segmentation/masks/1.png'],
  ['of VOC', 'JPEGImages/1.jpg', 'SegmentationClass/1.png'],
  ['with a suffix', 'dog.jpg', 'dog_mask.png'],
])('matches masks %s to their images', async (_, image, mask) => {
  const dataset = await readLabelledDataset(
    toDatasetFiles({ [image]: '', [mask]: '', 'classes.txt': 'background\ndog\n' }),
  );
  expect(dataset).toEqual({
    layout: 'masks',
    input: 'image',
    items: [{ path: image, label: { kind: 'mask', path: mask } }],
    classes: ['background', 'dog'],
    problems: [],
  });
});

test('lists images without mask and masks without image', async () => {
  const files = toDatasetFiles({
    'images/1.jpg': '',
    'images/2.jpg': '',
    'images/3.jpg': '',
    'masks/1.png': '',
    'masks/2.png': '',
    'masks/4.png': '',
  });
  expect((await readLabelledDataset(files)).problems).toEqual([
    { code: 'unlabelled', paths: ['images/3.jpg'] },
    { code: 'file-missing', paths: ['masks/4.png'] },
  ]);
});

test('leaves out an image with several masks', async () => {
  const files = toDatasetFiles({
    'images/1.jpg': '',
    'images/2.jpg': '',
    'masks/1.png': '',
    'masks/2.png': '',
    'labels/2.png': '',
  });
  const { items, problems } = await readLabelledDataset(files);
  expect(items.map(({ path }) => path)).toEqual(['images/1.jpg']);
  expect(problems).toEqual([{ code: 'labels-differ', paths: ['images/2.jpg'] }]);
});

// A pixel of value 3 is a dog, so "dog" must be the class of index 3.
test('numbers the classes by their ids in the masks, which may have gaps', async () => {
  const { classes } = await readLabelledDataset(
    toDatasetFiles({ 'images/1.jpg': '', 'masks/1.png': '', 'data.yaml': 'names:\n  1: cat\n  3: dog\n' }),
  );
  expect(classes).toEqual(['0', 'cat', '2', 'dog']);
});
