import { expect, test } from 'vitest';
import { openItemFile, type FolderHandle } from './evaluation-item.ts';

test('opens a file by its path in the folder of the dataset', async () => {
  const file = new File(['1'], '1.png');
  const opened: string[] = [];
  const createFolder = (path: string): FolderHandle => ({
    getDirectoryHandle: async (name) => createFolder(`${path}${name}/`),
    getFileHandle: async (name) => ({ getFile: async () => (opened.push(path + name), file) }),
  });
  const folder = createFolder('set/');
  expect(await openItemFile({ folder, path: 'train/cat/1.png' })).toBe(file);
  expect(await openItemFile({ folder, path: '2.png' })).toBe(file);
  expect(opened).toEqual(['set/train/cat/1.png', 'set/2.png']);
  expect(await openItemFile(file)).toBe(file);
});

test('opens each subfolder once for all items of a block, and again after a failure', async () => {
  let openCount = 0;
  let isGone = true;
  const file = new File(['1'], '1.png');
  const folder: FolderHandle = {
    getDirectoryHandle: async () => {
      openCount++;
      if (isGone) throw new DOMException('', 'NotFoundError');
      return folder;
    },
    getFileHandle: async () => ({ getFile: async () => file }),
  };
  await expect(openItemFile({ folder, path: 'cat/1.png' })).rejects.toThrow(DOMException);
  isGone = false;
  await Promise.all(['cat/1.png', 'cat/2.png', 'dog/3.png'].map((path) => openItemFile({ folder, path })));
  expect(openCount).toBe(3);
});
