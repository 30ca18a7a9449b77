import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readLabelledDataset, type ReadOptions } from '../read-labelled-dataset.ts';

const testData = process.env.ASSAY_TEST_DATA;
const images = { 'images/1.jpg': '', 'images/2.jpg': '', 'images/3.jpg': '' };
const readTable = (name: string, text: string, options: ReadOptions = {}, others: Record<string, string> = images) =>
  readLabelledDataset(toDatasetFiles({ ...others, [name]: text }), options);
const createClassItem = (path: string, label: string) => ({ path, label: { kind: 'class', label } });

describe('the columns of a table of files', () => {
  test.each([
    ['by their names', 'file,width,label\n1.jpg,3,cat\n2.jpg,4,dog\n', { file: 'file', label: 'label' }],
    [
      'by files in a column with another name',
      'bild;klasse;class\n1.jpg;x;cat\n2.jpg;y;dog\n',
      { file: 'bild', label: 'class' },
    ],
    ['without header', 'images/1.jpg\tcat\nimages/2.jpg\tdog\n', { file: '1', label: '2' }],
    [
      'with a byte order mark and CRLF',
      '\uFEFFfile,label\r\n1.jpg,cat\r\n2.jpg,dog\r\n',
      { file: 'file', label: 'label' },
    ],
    ['by names without extension', 'image_id,category\n1,cat\n2,dog\n', { file: 'image_id', label: 'category' }],
  ])('are inferred %s', async (_, text, roles) => {
    const { items, columns, problems } = await readTable('labels.csv', text);
    expect(columns?.roles).toEqual(roles);
    expect(items).toEqual([createClassItem('images/1.jpg', 'cat'), createClassItem('images/2.jpg', 'dog')]);
    expect(problems).toEqual([{ code: 'unlabelled', paths: ['images/3.jpg'] }]);
  });

  test('can be chosen explicitly', async () => {
    const text = 'file,label,fine\n1.jpg,cat,tabby\n2.jpg,dog,poodle\n';
    const { classes, columns } = await readTable('labels.csv', text, { columns: { file: 'file', label: 'fine' } });
    expect(classes).toEqual(['poodle', 'tabby']);
    expect(columns?.preview).toEqual([
      ['1.jpg', 'cat', 'tabby'],
      ['2.jpg', 'dog', 'poodle'],
    ]);
    await expect(readTable('labels.csv', text, { columns: { file: 'file', label: 'no' } })).rejects.toMatchObject({
      code: 'labels-invalid',
      facts: { file: 'labels.csv', reason: 'column-unknown', column: 'no', columns: 'file, label, fine' },
    });
  });

  test('are rejected if ambiguous', async () => {
    await expect(readTable('labels.csv', 'bild,a,b\n1.jpg,x,y\n2.jpg,x,y\n')).rejects.toMatchObject({
      facts: { reason: 'columns-unclear', columns: 'bild, a, b' },
    });
  });
});

test('lists and skips rows without label or file, and files with conflicting labels', async () => {
  const text = 'file,label\n1.jpg,cat\n1.jpg,dog\n2.jpg,\n3.jpg,cat\n3.jpg,cat\n9.jpg,cat\n';
  const { items, problems } = await readTable('labels.csv', text);
  expect(items).toEqual([createClassItem('images/3.jpg', 'cat')]);
  expect(problems).toEqual([
    { code: 'label-empty', paths: ['labels.csv#3'] },
    { code: 'file-missing', paths: ['9.jpg'] },
    { code: 'unlabelled', paths: ['images/2.jpg'] },
    { code: 'labels-differ', paths: ['images/1.jpg'] },
  ]);
});

test('rejects labels without any matching file', async () => {
  await expect(readTable('labels.csv', 'file,label\nx.jpg,cat\ny.jpg,dog\n')).rejects.toMatchObject({
    code: 'dataset-unclear',
    facts: { reason: 'no-items', labels: 2, example: 'x.jpg' },
  });
});

describe('recognises', () => {
  test('a table of questions and answers', async () => {
    const text =
      '{"question": "1 + 1?", "answer": "2"}\n\n{"question": "Who, \\"me\\"?", "answer": ["you"]}\n{"question": "?"}\n';
    const { items, input, columns, problems } = await readTable('qa.jsonl', text, {}, {});
    expect([input, columns?.roles]).toEqual(['text', { text: 'question', answer: 'answer' }]);
    expect(items).toEqual([
      { path: 'qa.jsonl#1', text: '1 + 1?', label: { kind: 'text', text: '2' } },
      { path: 'qa.jsonl#2', text: 'Who, "me"?', label: { kind: 'text', text: 'you' } },
    ]);
    expect(problems).toEqual([{ code: 'label-empty', paths: ['qa.jsonl#3'] }]);
  });

  test('a table of texts and classes', async () => {
    const { items } = await readTable('sst.csv', 'text,label\n"good, really",1\nbad,0\n', {}, {});
    expect(items[0]).toEqual({ path: 'sst.csv#1', text: 'good, really', label: { kind: 'class', label: '1' } });
  });

  test('a table of text pairs with a similarity', async () => {
    const text = 'sentence1,sentence2,score\na b,c d,2.5\ne f,g h,x\n';
    const { items, problems } = await readTable('pairs.csv', text, {}, {});
    expect(items).toEqual([
      { path: 'pairs.csv#1', text: 'a b', label: { kind: 'pair', text: 'c d', similarity: 2.5 } },
    ]);
    expect(problems).toEqual([{ code: 'label-empty', paths: ['pairs.csv#2'] }]);
  });

  // Python's csv module, with tabs and without quoting, reads 1,500 and 1,379 rows with these sums of scores.
  test.skipIf(!testData).each([
    ['dev', 1500, 3545.8613],
    ['test', 1379, 3596.317],
  ])('all pairs of STS-B %s, which has no header (needs ASSAY_TEST_DATA)', async (part, rows, sum) => {
    const name = `sts-${part}.csv`;
    const text = await readFile(join(testData ?? '', 'data-text', name), 'utf8');
    const { items, columns } = await readTable(name, text, {}, {});
    expect(columns?.roles).toEqual({ text: '6', otherText: '7', similarity: '5' });
    const similarities = items.map(({ label }) => (label?.kind === 'pair' ? label.similarity : NaN));
    expect(similarities).toHaveLength(rows);
    expect(similarities.reduce((total, entry) => total + entry, 0)).toBeCloseTo(sum, 3);
  });
});

test('reads a JSON list of objects as a table', async () => {
  const { items } = await readTable('labels.json', JSON.stringify([{ file: '1.jpg', label: 'cat' }], null, 2));
  expect(items).toEqual([createClassItem('images/1.jpg', 'cat')]);
});

test('rejects rows with more than 1,000 distinct fields', async () => {
  const text = Array.from({ length: 1001 }, (_, index) => `{"${index}": 1}`).join('\n');
  await expect(readTable('a.jsonl', text)).rejects.toMatchObject({
    facts: { reason: 'too-many-columns', columns: 1001, max: 1000 },
  });
});

test.each([
  ['a.csv', 'file,label\n1.jpg,"cat\n', { reason: 'quote-not-closed', line: 2 }],
  ['a.csv', 'file,label\n"1".jpg,cat\n', { reason: 'text-after-quote', line: 2 }],
  ['a.jsonl', '{"file": "1.jpg"}\n{"file"\n', { reason: 'line-not-json', line: 2 }],
  ['a.jsonl', '{"file": "1.jpg"}\n3\n', { reason: 'line-not-object', line: 2 }],
  [
    'a.jsonl',
    '{"file": "1.jpg"}\n{"file": "2.jpg", "label": "a", "l\\u0061bel": "b"}\n',
    { reason: 'key-repeated', line: 2, key: 'label' },
  ],
  ['a.json', '[{"file": "1.jpg", "label": "a", "label": "b"}]', { reason: 'key-repeated', line: 0, key: 'label' }],
])('rejects an invalid line and reports its number: %s', async (name, text, facts) => {
  await expect(readTable(name, text)).rejects.toMatchObject({
    code: 'labels-invalid',
    facts: { file: name, ...facts },
  });
});

test('does not read other JSON files in the folder as a table', async () => {
  const files = toDatasetFiles({
    'a/1.jpg': '',
    'b/2.jpg': '',
    'info.json': '{"name": "pets"}',
    'x.json': '{\n"a": [1]\n}',
  });
  expect((await readLabelledDataset(files)).layout).toBe('class-folders');
});

test('ignores the row numbers of pandas in an unnamed column', async () => {
  const { items, columns } = await readTable('labels.csv', ',filename,label\n0,1.jpg,cat\n1,2.jpg,dog\n');
  expect(columns?.roles).toEqual({ file: 'filename', label: 'label' });
  expect(items).toEqual([createClassItem('images/1.jpg', 'cat'), createClassItem('images/2.jpg', 'dog')]);
});

test.each(['filename', 'foto'])('detects the column %s even if row numbers match file names', async (name) => {
  const text = `nr,${name},label\n1,images/2.jpg,dog\n2,images/3.jpg,cat\n3,images/9.jpg,cat\n`;
  const { columns } = await readTable('labels.csv', text);
  expect(columns?.roles).toEqual({ file: name, label: 'label' });
});
