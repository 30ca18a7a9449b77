import { expect, test } from 'vitest';
import { computeSha256Hex } from '#core/encoding/sha256.ts';
import { digestDataset, type DigestEntry } from './dataset-digest.ts';
import { findDuplicates, listDuplicateProblems } from './duplicates.ts';

const hash = (text: string) => computeSha256Hex(new TextEncoder().encode(text));
const cat = { kind: 'class', label: 'cat' } as const;
const box = { label: 'dog', x: 0.5, y: 1, width: 2, height: 3 };

const entries: readonly DigestEntry[] = [
  { path: 't.csv#1', label: null, sha256: await hash('é') },
  { path: 'b.jpg', label: { kind: 'boxes', boxes: [box] }, sha256: await hash('two') },
  { path: 'a/é.jpg', label: cat, sha256: await hash('one') },
  {
    path: 'c.jpg',
    label: { kind: 'mask', path: 'masks/c.png' },
    sha256: await hash('three'),
    maskSha256: await hash('mask'),
  },
];

// Expected digests computed in Python: hashlib.sha256(json.dumps(rows, separators=(',', ':'), sort_keys=True,
// ensure_ascii=False).encode()).
test('the digest is the SHA-256 of the canonical JSON, sorted by path', async () => {
  expect(await digestDataset(entries)).toBe('43cec697df0f825a1251fdfa0ca07d14a1f539b7aeac30aab2b17f1d773705c6');
  expect(await digestDataset(entries.toReversed())).toBe(await digestDataset(entries));
});

test('changing a label, name or content changes the digest', async () => {
  const [first, ...rest] = entries;
  const changes = [{ label: cat }, { path: 't.csv#2' }, { sha256: await hash('e') }];
  const digests = await Promise.all(changes.map((change) => digestDataset([{ ...first!, ...change }, ...rest])));
  expect(new Set([...digests, await digestDataset(entries)]).size).toBe(4);
});

test('groups items with equal bytes, and compares their labels', () => {
  const entry = (path: string, sha256: string | null, label: string): DigestEntry => ({
    path,
    sha256,
    label: { kind: 'class', label },
  });
  const items = [
    entry('a', '1', 'x'),
    entry('b', '2', 'x'),
    entry('c', '1', 'x'),
    entry('d', '2', 'y'),
    entry('e', null, 'x'),
    entry('f', null, 'x'),
  ];
  expect(findDuplicates(items)).toEqual([
    { paths: ['a', 'c'], isSameLabel: true },
    { paths: ['b', 'd'], isSameLabel: false },
  ]);
});

test('reports items with equal bytes, separately if their labels differ', () => {
  const createItem = (path: string, label: string, sha256: string) => ({
    path,
    label: { kind: 'class', label } as const,
    sha256,
  });
  const items = [
    createItem('a', 'cat', '1'),
    createItem('b', 'cat', '1'),
    createItem('c', 'dog', '2'),
    createItem('d', 'cat', '2'),
  ];
  expect(listDuplicateProblems([...items, createItem('e', 'cat', '3')])).toEqual([
    { code: 'duplicate', paths: ['a', 'b'] },
    { code: 'duplicate-labels-differ', paths: ['c', 'd'] },
  ]);
});

test('an unlabelled copy does not conflict with a labelled one', () => {
  const label = { kind: 'class', label: 'x' } as const;
  const items = [
    { path: 'a', sha256: '1', label },
    { path: 'b', sha256: '1', label: null },
    { path: 'c', sha256: '1', label: null, maskSha256: '2' },
  ];
  expect(findDuplicates(items.slice(0, 2))).toEqual([{ paths: ['a', 'b'], isSameLabel: true }]);
  expect(findDuplicates(items)).toEqual([{ paths: ['a', 'b', 'c'], isSameLabel: false }]);
});

test('treats pairs as duplicates only if both texts are equal', () => {
  const pair = (path: string, text: string, similarity: number) => ({
    path,
    sha256: 'a',
    label: { kind: 'pair', text, similarity } as const,
  });
  const problems = listDuplicateProblems([pair('1', 'x', 1), pair('2', 'y', 2), pair('3', 'x', 5)]);
  expect(problems).toEqual([{ code: 'duplicate-labels-differ', paths: ['1', '3'] }]);
});
