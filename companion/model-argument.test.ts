import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../scripts/project.ts';
import { pathOfOurs, readModelArgument, referenceTo } from './model-argument.ts';

const file = join(root, 'models/digits/model.onnx');

test('a file is chosen, one of ours is named, another is downloaded', () => {
  expect(readModelArgument([file])).toEqual({ kind: 'files', paths: [file], runtime: 'ort' });
  expect(readModelArgument(['centernet'])).toEqual({ kind: 'model', id: 'centernet', runtime: 'tfjs' });
  for (const typed of ['yolov10n', 'org/name', 'org/name:onnx/model.onnx', 'https://models.example/net.tflite']) {
    expect(readModelArgument([typed])).toEqual({ kind: 'remote', typed });
  }
});

test.each(['models/typo.onnx', 'no-such-model', './model.onnx', 'https://', 'a/b/c'])(
  'of %s nobody is asked: it is refused',
  (name) => {
    expect(() => readModelArgument([name])).toThrow(/is neither a file/);
  },
);

test('the engine of several is that of the file opened first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-model-'));
  try {
    for (const name of ['model.json', 'model.safetensors', 'weights.bin']) writeFileSync(join(folder, name), '');
    expect(readModelArgument([folder])).toMatchObject({ kind: 'files', runtime: 'tfjs' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('of several, each has to be there', () => {
  expect(() => readModelArgument([file, 'org/name'])).toThrow('there is no file "org/name"');
});

test('the catalogue says where a model lies', () => {
  expect(pathOfOurs('digits')).toBe(file);
  // As models/yolov10n/hub.json has it.
  expect(referenceTo('yolov10n')).toBe('onnx-community/yolov10n:onnx/model.onnx');
  expect(referenceTo('org/name')).toBe('org/name');
});
