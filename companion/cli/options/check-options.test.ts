import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDistinctOutputs, checkNoInputReplaced } from './check-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-check-options-'));
const toPath = (name: string) => join(folder, name);
beforeAll(() => {
  mkdirSync(toPath('real'));
  writeFileSync(toPath('real/model.onnx'), '');
  symlinkSync('real', toPath('folder'));
  symlinkSync('real/model.onnx', toPath('link'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['a link to a file', 'link', 'real/model.onnx'],
  ['a file in a linked folder', 'folder/model.onnx', 'real/model.onnx'],
  ['a file that does not exist in a linked folder', 'folder/new.onnx', 'real/new.onnx'],
])('%s is the same output as its target', (_, out, history) => {
  expect(() => checkDistinctOutputs({ out: toPath(out), history: toPath(history) })).toThrow('name the same file');
});

test.each([
  ['link', 'real/new.onnx'],
  ['real/a', 'folder/b'],
  ['none/a', 'none/b'],
])('%s and %s are different outputs', (out, history) => {
  expect(() => checkDistinctOutputs({ out: toPath(out), history: toPath(history) })).not.toThrow();
});

test.each(['link', 'folder/model.onnx'])('%s would replace its target, which is read', (out) => {
  expect(() => checkNoInputReplaced('out', [toPath(out)], [toPath('real/model.onnx')])).toThrow('would replace it');
});
