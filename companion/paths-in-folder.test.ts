import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listPathsInFolder } from './paths-in-folder.ts';

test('follows links, except a link to a folder that contains it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-paths-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'set', 'cat'), { recursive: true });
  await mkdir(join(folder, 'dogs'));
  await writeFile(join(folder, 'set', 'cat', 'a.png'), '');
  await writeFile(join(folder, 'dogs', 'b.png'), '');
  await symlink('a.png', join(folder, 'set', 'cat', 'same.png'));
  await symlink('../cat', join(folder, 'set', 'cat', 'again'));
  await symlink('..', join(folder, 'set', 'cat', 'up'));
  await symlink('../dogs', join(folder, 'set', 'dog'));
  await symlink('gone.png', join(folder, 'set', 'dangling.png'));
  await symlink('itself', join(folder, 'set', 'itself'));
  expect(listPathsInFolder(join(folder, 'set')).toSorted()).toEqual([
    'cat/a.png',
    'cat/same.png',
    'dangling.png',
    'dog/b.png',
    'itself',
  ]);
});
