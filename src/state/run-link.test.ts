import { expect, test } from 'vitest';
import { parseRunLink, runHash } from './run-link.ts';

const parse = (query: string) => parseRunLink(new URLSearchParams(query));

test('a bare link is object detection on its own model and engine', () => {
  const link = parse('');
  expect(link).toMatchObject({
    task: 'object-detection',
    runtime: 'tfjs',
    device: 'wasm',
    threads: null,
    sample: false,
  });
  expect(link.model?.id).toBe('centernet');
});

test('a link names everything and survives the way round', () => {
  const query = 'task=digits&device=webgpu&threads=2';
  expect(parse(query)).toMatchObject({ task: 'digits', runtime: 'ort', device: 'webgpu', threads: 2 });
  expect(runHash(parse(query))).toBe(`#/run?${query}`);
});

test("file=1 leaves the model to the user and the engine to the model's files", () => {
  expect(parse('task=digits&file=1')).toMatchObject({ model: null, runtime: null });
  expect(runHash(parse('task=digits&file=1&runtime=ort'))).toBe('#/run?task=digits&file=1&runtime=ort');
});

test.each([
  ['task=chess', 'link-invalid', 'task is chess'],
  ['model=gone', 'model-unknown', 'gone'],
  ['task=digits&model=centernet', 'link-invalid', 'centernet is for object-detection'],
  ['device=npu', 'link-invalid', 'device is npu'],
  ['task=digits&device=webgl', 'link-invalid', 'device is webgl'],
  ['modle=centernet', 'link-invalid', 'a parameter is modle, not one of task, model, file'],
  ['effort=quick', 'link-invalid', 'a parameter is effort'],
  ['task=digits&task=digits', 'link-invalid', 'it sets task twice'],
  ['model=centernet&file=1', 'link-invalid', 'it names model and file'],
  ['file=0', 'link-invalid', 'file is 0'],
  ['sample=yes', 'link-invalid', 'sample is yes'],
  ['threads=0', 'link-invalid', 'threads is 0'],
  ['threads=1e3', 'link-invalid', 'threads is 1e3'],
])('refuses %s', (query, code, words) => {
  expect(() => parse(query)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
});
