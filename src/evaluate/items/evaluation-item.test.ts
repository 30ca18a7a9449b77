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
