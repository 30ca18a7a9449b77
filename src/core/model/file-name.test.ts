import { expect, test } from 'vitest';
import { getBaseName, formatExportName, getFileNameOfUrl } from './file-name.ts';

test('names an export after its subject, engine and time', () => {
  expect(formatExportName(['digits', 'ort', 'wasm'], '2026-11-20T09:41:07.250Z')).toBe(
    'assay-digits-ort-wasm-20261120T094107Z',
  );
});

test('converts any text to a valid file name', () => {
  expect(formatExportName(['../../größer: 模型.onnx'], '2026-11-20T09:41:00Z')).toBe(
    'assay-..-..-gr-er-.onnx-20261120T094100Z',
  );
});

test.each([
  ['https://models.example/a/b%20c.onnx?download=true', 'b c.onnx'],
  ['https://models.example/100%.onnx', '100%.onnx'],
  ['https://models.example/folder/', ''],
])('the file name of %s is "%s"', (url, name) => {
  expect(getFileNameOfUrl(url)).toBe(name);
});

test.each([
  ['model.onnx', 'model.onnx'],
  ['onnx/fp16/model.onnx', 'model.onnx'],
])('the base name of %s is %s', (path, name) => {
  expect(getBaseName(path)).toBe(name);
});
