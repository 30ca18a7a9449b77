import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cocoLabels } from '#tasks/object-detection/coco-labels.ts';
import { imagenetLabels } from '#tasks/image-classification/imagenet-labels.ts';
import { readFolder } from '../../../scripts/dataset-files.fixture.ts';
import { matchClasses } from './match-classes.ts';
import { readLabelledDataset } from '../dataset/read-labelled-dataset.ts';

const testData = process.env.ASSAY_TEST_DATA;

describe('a class matches the label', () => {
  test.each([
    ['with the same name', 'traffic light', ['light', 'traffic light']],
    ['with the same name in another spelling', 'Traffic_Light', ['light', 'traffic-light']],
    ['with this synonym', 'Tinca tinca', ['goldfish', 'tench, Tinca tinca']],
    ['with one of its synonyms', 'Tinca tinca, tench', ['goldfish', 'tench']],
    ['with its WordNet id', 'n01440764', ['n01443537 goldfish', 'n01440764 tench, Tinca tinca']],
    ['with its name after a WordNet id', 'n01440764_tench', ['goldfish', 'tench']],
    ['with its name and a qualifier', 'crane', ['goldfish', 'crane (bird)']],
  ])('%s', (_, name, labels) => {
    expect(matchClasses([name], labels)).toEqual({
      matched: new Map([[name, labels[1]]]),
      unmatched: [],
      ambiguous: new Map(),
      firstId: null,
    });
  });

  test('specified in the map, even if another label has its name', () => {
    const { matched, unmatched } = matchClasses(['cat', 'cow'], ['cat', 'tabby'], { cat: 'tabby', cow: 'bull' });
    expect([...matched]).toEqual([['cat', 'tabby']]);
    expect(unmatched).toEqual(['cow']);
  });

  test('specified in the map, even if the other classes are numbers', () => {
    const { matched } = matchClasses(['0', '1'], ['cat', 'dog', 'cow'], { 0: 'cow' });
    expect([...matched]).toEqual([
      ['0', 'cow'],
      ['1', 'dog'],
    ]);
  });

  test('only if exactly one label fits', () => {
    const { matched, unmatched, ambiguous } = matchClasses(['crane', 'cat'], ['crane (bird)', 'crane (machine)']);
    expect(matched.size).toBe(0);
    expect(unmatched).toEqual(['cat']);
    expect([...ambiguous]).toEqual([['crane', ['crane (bird)', 'crane (machine)']]]);
  });

  test('only if no two labels have the same name', () => {
    expect([...matchClasses(['crane'], ['crane', 'crane']).ambiguous]).toEqual([['crane', ['crane', 'crane']]]);
  });
});

describe('numeric classes', () => {
  const labels = ['cat', 'dog', 'cow'];
  test.each([
    ['from 0', ['0', '2'], labels, ['cat', 'cow'], 0],
    ['from 1 if the last one is the number of labels', ['1', '3'], labels, ['cat', 'cow'], 1],
    ['from 0 if it is not known', ['1', '2'], labels, ['dog', 'cow'], 0],
    ['that labels have as names', ['1', '0'], ['0', '1'], ['1', '0'], null],
    ['without the background', ['0', '2'], ['background', ...labels], ['cat', 'cow'], 0],
    ['with the background if the last one needs it', ['1', '3'], ['background', ...labels], ['cat', 'cow'], 0],
  ])('are matched %s', (_, classes, allLabels, expected, firstId) => {
    const matches = matchClasses(classes, allLabels);
    expect([...matches.matched.values()]).toEqual(expected);
    expect(matches.firstId).toBe(firstId);
  });

  test('beyond the labels are unmatched', () => {
    expect(matchClasses(['0', '7'], labels).unmatched).toEqual(['7']);
  });
});

// The table contains the index of each class in the challenge, which is the index of its label.
test('matches ImageNet classes by name, index and WordNet id (needs ASSAY_TEST_DATA)', async ({ skip }) => {
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const folder = join(testData, 'data-imagenet200');
  const files = await readFolder(folder);
  const rows = (await readFile(join(folder, 'labels.csv'), 'utf8')).trim().split('\n').slice(1);
  const { classes } = await readLabelledDataset(files);
  const byName = matchClasses(classes, imagenetLabels);
  for (const row of rows) {
    const [, index = '', , name = ''] = row.split(',');
    const label = byName.matched.get(name);
    if (label !== undefined) expect([name, label]).toEqual([name, imagenetLabels[Number(index)]]);
  }
  expect([byName.unmatched, [...byName.ambiguous.keys()]]).toEqual([[], []]);
  const numbered = await readLabelledDataset(files, { columns: { file: 'file', label: 'class_index' } });
  const byId = matchClasses(numbered.classes, imagenetLabels);
  const byWordNetId = await readLabelledDataset(files, { columns: { file: 'file', label: 'synset' } });
  const { matched } = matchClasses(byWordNetId.classes, ['background', ...imagenetLabels]);
  for (const row of rows) {
    const [, index = '', synset = ''] = row.split(',');
    expect(matched.get(synset)).toBe(imagenetLabels[Number(index)]);
  }
  expect([byId.firstId, byId.matched.size, byId.matched.get('980')]).toEqual([0, rows.length, 'volcano']);
});

// YOLO's COCO class ids are indices of the task's labels. In COCO's own list, 45 and 23 are bowl and giraffe.
test('matches the class ids of COCO8 to the labels of a detector (needs ASSAY_TEST_DATA)', async ({ skip }) => {
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const { classes } = await readLabelledDataset(await readFolder(join(testData, 'data-coco8')));
  const { matched, unmatched } = matchClasses(classes, cocoLabels);
  expect([matched.get('45'), matched.get('23'), unmatched]).toEqual(['bowl', 'giraffe', []]);
});
