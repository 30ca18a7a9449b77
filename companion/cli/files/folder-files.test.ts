import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { listFilesRecursively } from './folder-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-folder-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'letters'));
  await writeFile(join(folder, 'letters', 'rent.txt'), '');
});

/** Lists the files of the folder as relative paths. */
const listFiles = () =>
  listFilesRecursively(folder)
    .map((path) => path.slice(folder.length + 1))
    .sort();

test('lists files in subfolders and links to files, without hidden ones', async () => {
  await mkdir(join(folder, '.git'));
  await writeFile(join(folder, '.git', 'config'), '');
  await writeFile(join(folder, '.hidden'), '');
  await symlink(join(folder, 'letters', 'rent.txt'), join(folder, 'link.txt'));
  expect(listFiles()).toEqual([join('letters', 'rent.txt'), 'link.txt']);
});

test.each([
  ['to a missing file', 'no-such.txt'],
  ['to itself', 'link'],
  ['to a parent folder', '.'],
])('leaves out a link %s', async (_, target) => {
  await symlink(target, join(folder, 'link'));
  expect(listFiles()).toEqual([join('letters', 'rent.txt')]);
});
