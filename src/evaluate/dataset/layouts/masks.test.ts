import { expect, test } from 'vitest';
import { toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readLabelledDataset } from '../read-labelled-dataset.ts';

test.each([
  ['in a folder next to the images', 'images/1.jpg', 'masks/1.png'],
  ['in a parallel folder with the same split', 'images/val/1.jpg', 'annotations/val/1.png'],
  ['below the images', '1.jpg', 'masks/1.png'],
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
