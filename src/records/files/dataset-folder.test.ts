import { expect, test } from 'vitest';
import { toDatasetFolder } from './dataset-folder.ts';
import { rememberPath } from './file-paths.ts';

function createFile(path: string): File {
  const file = new File([], path.slice(path.lastIndexOf('/') + 1));
  rememberPath(file, path);
  return file;
}

test.each([
  ['the common folder', ['/cats/a.jpg', '/cats/small/b.jpg'], 'cats', ['a.jpg', 'small/b.jpg']],
  ['the first file, if the files come from several folders', ['/a/1.jpg', '/b/2.jpg'], '1.jpg', ['a/1.jpg', 'b/2.jpg']],
  ['the first file, if the files have no folder', ['1.jpg', '2.jpg'], '1.jpg', ['1.jpg', '2.jpg']],
])('chosen files are named after %s', (_, chosen, name, paths) => {
  const folder = toDatasetFolder(chosen.map(createFile));
  expect([folder.name, folder.files.map(({ path }) => path)]).toEqual([name, paths]);
});
