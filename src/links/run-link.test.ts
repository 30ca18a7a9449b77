import { expect, test } from 'vitest';
import { catalogue } from './catalogue.fixture.ts';
import { parseRunLink, runHash } from './run-link.ts';

const parse = (query: string) => parseRunLink(new URLSearchParams(query), catalogue);

test('an empty run link is object detection with its own model and engine', () => {
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

test('a run link names task, device and threads, and is written as it was read', () => {
  const query = 'task=digits&device=webgpu&threads=2';
  expect(parse(query)).toMatchObject({ task: 'digits', runtime: 'ort', device: 'webgpu', threads: 2 });
  expect(runHash(parse(query))).toBe(`#/run?${query}`);
});

test("file=1 leaves the model to the user and the engine to the model's files", () => {
  expect(parse('task=digits&file=1')).toMatchObject({ model: null, runtime: null });
  expect(runHash(parse('task=digits&file=1&runtime=ort'))).toBe('#/run?task=digits&file=1&runtime=ort');
});

test('a run link names a stored model by its id, and the file in it names the engine', () => {
  const query = 'task=image-classification&model=org%2Fname%3Aonnx%2Fmodel.onnx';
  expect(parse(query)).toMatchObject({ model: { id: 'org/name:onnx/model.onnx', runtimes: ['ort'] }, runtime: 'ort' });
  expect(runHash(parse(query))).toBe(`#/run?${query}`);
  const address = 'https://models.example/net.tflite';
  expect(parse(`model=${address}`)).toMatchObject({ model: { id: address }, runtime: 'litert' });
  expect(parse('model=yolov10n').model?.id).toBe('onnx-community/yolov10n:onnx/model.onnx');
});

test.each([
  ['task=chess', 'link-invalid', 'task is “chess”'],
  ['task=digits&runtime=tfjs', 'link-invalid', 'the model digits is one for ort'],
  ['model=gone', 'model-unknown', 'gone'],
  ['task=digits&model=centernet', 'link-invalid', 'model: centernet; madeFor: object-detection; task: digits'],
  ['model=org/name', 'link-invalid', 'names a repository without its file'],
  ['model=org/name:../x.onnx', 'link-invalid', 'cannot be the id of a model'],
  ['model=file:///x.onnx', 'link-invalid', 'cannot be the id of a model'],
  ['model=org/name:model.gguf', 'link-invalid', 'no engine of this page opens model.gguf'],
  ['device=npu', 'link-invalid', 'device is “npu”'],
  ['task=digits&device=webgl', 'link-invalid', 'device is “webgl”'],
  ['modle=centernet', 'link-invalid', 'a setting “modle”; known are task, model, file'],
  ['effort=quick', 'link-invalid', 'a setting “effort”'],
  ['task=digits&task=digits', 'link-invalid', 'it sets “task” twice'],
  ['model=centernet&file=1', 'link-invalid', 'it names model and file'],
  ['file=0', 'link-invalid', 'file is “0”'],
  ['sample=yes', 'link-invalid', 'sample is “yes”'],
  ['threads=0', 'link-invalid', 'threads is “0”'],
  ['threads=1e3', 'link-invalid', 'threads is “1e3”'],
])('the run link %s is refused with the code %s and the reason', (query, code, words) => {
  expect(() => parse(query)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
});
