import { expect, test } from 'vitest';
import { toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readLabelledDataset } from '../read-labelled-dataset.ts';

/** The structure of the files of VOC 2012. */
const xml = `<?xml version="1.0"?>
<!-- made up -->
<annotation>
  <folder>VOC2012</folder>
  <filename>a.jpg</filename>
  <size><width>500</width><height>375</height><depth>3</depth></size>
  <segmented>0</segmented>
  <object>
    <name>dog</name><pose>Left</pose><truncated>1</truncated><difficult>0</difficult>
    <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>500</xmax><ymax>375</ymax></bndbox>
    <part><name>head</name><bndbox><xmin>3</xmin><ymin>3</ymin><xmax>4</xmax><ymax>4</ymax></bndbox></part>
  </object>
  <object>
    <name>black &amp; white cat</name><difficult>1</difficult>
    <bndbox><xmin>10</xmin><ymin>20</ymin><xmax>29</xmax><ymax>59</ymax></bndbox>
  </object>
  <object><name>dog</name><bndbox><xmin>9</xmin><ymin>1</ymin><xmax>2</xmax><ymax>5</ymax></bndbox></object>
</annotation>
`;

const read = (files: Readonly<Record<string, string>>) => readLabelledDataset(toDatasetFiles(files));
const annotatedImage = { 'JPEGImages/a.jpg': '', 'Annotations/a.xml': xml };

test('converts inclusive boxes from 1 to boxes from 0, and ignores difficult objects and parts', async () => {
  const { layout, input, items } = await read(annotatedImage);
  expect({ layout, input }).toEqual({ layout: 'voc', input: 'image' });
  // Calculated by hand: the first box covers the whole image of 500 x 375 pixels.
  expect(items).toEqual([
    {
      path: 'JPEGImages/a.jpg',
      label: {
        kind: 'boxes',
        boxes: [
          { label: 'dog', x: 0, y: 0, width: 500, height: 375 },
          { label: 'black & white cat', x: 9, y: 19, width: 20, height: 40, isIgnored: true },
        ],
      },
    },
  ]);
});

test('lists the classes of the objects in alphabetical order', async () => {
  expect((await read(annotatedImage)).classes).toEqual(['black & white cat', 'dog']);
});

test('leaves out a box whose corners are swapped', async () => {
  expect((await read(annotatedImage)).problems).toEqual([{ code: 'box-invalid', paths: ['Annotations/a.xml#3'] }]);
});

test('lists an image without annotations', async () => {
  const { items, problems } = await read({ ...annotatedImage, 'JPEGImages/b.jpg': '' });
  expect(items.map(({ path }) => path)).toEqual(['JPEGImages/a.jpg']);
  expect(problems).toContainEqual({ code: 'unlabelled', paths: ['JPEGImages/b.jpg'] });
});

test('lists an annotation file that is cut off', async () => {
  const { problems } = await read({ ...annotatedImage, 'Annotations/c.xml': '<annotation>' });
  expect(problems).toContainEqual({ code: 'label-file-invalid', paths: ['Annotations/c.xml'] });
});
