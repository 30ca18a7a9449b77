import { expect, test } from 'vitest';
import { checkFileName } from './file-name.ts';

test.each(['weights.bin', 'onnx/model.onnx_data', 'group1-shard1of2.bin', 'ä b.bin', '.weights', 'a..b'])(
  'accepts the file name %j unchanged',
  (name) => {
    expect(checkFileName(name, 'onnx')).toBe(name);
  },
);

test.each([
  '',
  '.',
  '..',
  '../x',
  'a/../../x',
  'a/./b',
  '/etc/passwd',
  'a//b',
  'a/',
  '..\\x',
  'C:\\x',
  'C:x',
  'file:///x',
  'https://example.com/x',
  'x\0.bin',
  'x\n',
  'x.',
  'x ',
  'x'.repeat(300),
])('rejects the file name %j', (name) => {
  expect(() => checkFileName(name, 'onnx')).toThrow(expect.objectContaining({ code: 'model-corrupt' }));
});
