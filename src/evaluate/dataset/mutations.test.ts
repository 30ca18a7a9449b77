import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { createSeededRandom } from '#core/random.ts';
import { toDatasetFiles } from '../../../scripts/dataset-files.fixture.ts';
import type { LayoutId } from './labelled-dataset.ts';
import { readLabelledDataset } from './read-labelled-dataset.ts';

/** A valid label file for each layout that reads one. */
const seeds: readonly (readonly [LayoutId, string, string])[] = [
  ['table', 'labels.csv', '\uFEFFfile,label\r\n1.gif,"cat, ""tabby"""\r\n2.gif,dog\r\n'],
  ['table', 'labels.tsv', 'file\tlabel\n1.gif\t"cat" here\n2.gif\tdog\n'],
  ['table', 'labels.jsonl', '{"file": "1.gif", "label": "cat"}\n{"file": "2.gif", "label": ["dog"]}\n'],
  ['table', 'labels.json', '[\n{"file": "1.gif", "label": "cat"}, {"file": "2.gif", "label": 3}]'],
  [
    'coco',
    'instances.json',
    '{"images": [\n{"id": 1, "file_name": "1.gif"}], "annotations": [{"id": 1, "image_id": 1, "category_id": 2, "bbox": [1, 2, 3, 4], "area": 9}], "categories": [{"id": 2, "name": "cat"}]}',
  ],
  ['yolo', '1.txt', '0 0.5 0.5 0.1 0.1\n1 0.1 0.1 0.2 0.1 0.2 0.2\n'],
  ['yolo', 'data.yaml', "path: x\nnames: [cat, 'dog''s', \"a\\\"b\"] # names\n"],
  ['yolo', 'data.yaml', 'names:\n  0: cat\n  1: "dog"\nnc: 2\n'],
  [
    'voc',
    '1.xml',
    '<?xml version="1.0"?><annotation><filename>1.gif</filename><!-- x --><object><name>cat &amp; &#100;</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>',
  ],
  ['masks', 'classes.txt', 'background\ncat\n'],
];
const gif = Uint8Array.from([...Buffer.from('GIF89a'), 200, 0, 100, 0, ...Array<number>(30).fill(0)]);
const otherFiles = { '1.gif': gif, '2.gif': gif, 'masks/1.gif': gif, '2.txt': '0 0.5 0.5 0.1 0.1' };

/** Mutates bytes: truncates them, or removes, repeats or overwrites a few. */
function mutate(bytes: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  let mutated = Uint8Array.from(bytes);
  const randomOffset = () => Math.floor(random() * mutated.length);
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const [from, to] = [randomOffset(), randomOffset()].sort((a, b) => a - b) as [number, number];
    const mutation = Math.floor(random() * 4);
    if (mutation === 0) mutated = mutated.slice(0, to);
    else if (mutation === 1) mutated = Uint8Array.from([...mutated.subarray(0, from), ...mutated.subarray(to)]);
    else if (mutation === 2) mutated = Uint8Array.from([...mutated.subarray(0, to), ...mutated.subarray(from)]);
    else
      mutated[from] = random() < 0.5 ? Math.floor(random() * 256) : (bytes[Math.floor(random() * bytes.length)] ?? 0);
  }
  return mutated;
}

test.each(seeds)(
  'reads a damaged label file as a dataset or throws an AppError: %s, %s',
  async (layout, name, text) => {
    const random = createSeededRandom(20_261_129);
    const bytes = new TextEncoder().encode(text);
    const intact = await readLabelledDataset(toDatasetFiles({ ...otherFiles, [name]: bytes }), {
      layout,
      input: 'image',
    });
    expect(intact.items.length).toBeGreaterThan(0);
    let rejectedCount = 0;
    for (let round = 0; round < 200; round++) {
      const files = toDatasetFiles({ ...otherFiles, [name]: mutate(bytes, random) });
      for (const options of [{ layout, input: 'image' } as const, {}]) {
        try {
          await readLabelledDataset(files, options);
        } catch (error) {
          if (!(error instanceof AppError) || error.code === 'internal') throw error;
          rejectedCount++;
        }
      }
    }
    expect(rejectedCount).toBeLessThan(400);
  },
);
