import { expect, test } from 'vitest';
import { rememberPath } from '#records/files/file-paths.ts';
import { splitDroppedFiles } from './split-dropped-files.ts';

function listSplitPaths(...paths: readonly string[]) {
  const files = paths.map((path) => {
    const file = new File([], path.slice(path.lastIndexOf('/') + 1));
    if (path.includes('/')) rememberPath(file, path);
    return file;
  });
  const { model, data } = splitDroppedFiles(files);
  return [model, data].map((part) => part.map((file) => paths[files.indexOf(file)]));
}

test.each([
  [['net.onnx'], ['net.onnx'], []],
  [['net.onnx', 'net.onnx_data', 'labels.txt'], ['net.onnx', 'net.onnx_data', 'labels.txt'], []],
  [['model.json', 'group1-shard1of1.bin'], ['model.json', 'group1-shard1of1.bin'], []],
  [['net.onnx', 'pictures/1/a.png', 'pictures/1/b.png'], ['net.onnx'], ['pictures/1/a.png', 'pictures/1/b.png']],
  [['net.onnx', 'a.png', 'labels.csv'], ['net.onnx'], ['a.png', 'labels.csv']],
  [['a.png', 'annotations.json'], [], ['a.png', 'annotations.json']],
  [['pictures/a.png', 'pictures/a.xml'], [], ['pictures/a.png', 'pictures/a.xml']],
])('the dropped files %j are divided into the model %j and the data %j', (paths, model, data) => {
  expect(listSplitPaths(...paths)).toEqual([model, data]);
});
