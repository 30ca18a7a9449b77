import { expect, test } from 'vitest';
import { catalogue } from './catalogue.fixture.ts';
import { parseRunLink, formatRunHash } from './run-link.ts';

const parse = (query: string) => parseRunLink(new URLSearchParams(query), catalogue);

test('an empty run link selects object detection with its default model and engine', () => {
  const link = parse('');
  expect(link).toMatchObject({
    task: 'object-detection',
    engine: 'tfjs',
    device: null,
    threads: null,
    sample: false,
  });
  expect(link.model?.id).toBe('centernet');
});

test('a run link contains task, device and threads, and is formatted as it was parsed', () => {
  const query = 'task=digits&device=webgpu&threads=2';
  expect(parse(query)).toMatchObject({ task: 'digits', engine: 'ort', device: 'webgpu', threads: 2 });
  expect(formatRunHash(parse(query))).toBe(`#/run?${query}`);
});

test('with file=1, the user chooses the model, whose files determine the engine', () => {
  expect(parse('task=digits&file=1')).toMatchObject({ model: null, engine: null });
  expect(formatRunHash(parse('task=digits&file=1&engine=ort'))).toBe('#/run?task=digits&file=1&engine=ort');
});

test('a run link names a linked model, whose files determine the engine', () => {
  const query = 'task=digits&linked=net.onnx';
  expect(parse(query)).toMatchObject({ model: null, linkedId: 'net.onnx', engine: null });
  expect(formatRunHash(parse(query))).toBe(`#/run?${query}`);
  expect(() => parse(`${query}&file=1`)).toThrow('named: linked, file');
});

test('a run link contains the settings of the engine', () => {
  const hash = '#/run?task=digits&threads=2&graph=basic&memory=off';
  expect(parse(hash.slice('#/run?'.length))).toMatchObject({ graphOptimisation: 'basic', memoryPattern: false });
  expect(formatRunHash(parse(hash.slice('#/run?'.length)))).toBe(hash);
});

test('a run link preserves the sizes of free dimensions', () => {
  const hash = '#/run?task=image-classification&file=1&dims=x.2%3A224%2Cpast%252C1%3A4';
  expect(parse(hash.slice('#/run?'.length)).dimensions).toEqual({ 'x.2': 224, 'past,1': 4 });
  expect(formatRunHash(parse(hash.slice('#/run?'.length)))).toBe(hash);
  expect(() => parse('task=digits&dims=x')).toThrow(/not-name-and-size/);
});

test('the device cpu of version 0.1.0 is parsed as plain JavaScript', () => {
  // A link created by 0.1.0.
  expect(parse('task=object-detection&device=cpu').device).toBe('javascript');
});

test('a run link contains the id of a stored model, whose file determines the engine', () => {
  const query = 'task=image-classification&model=org%2Fname%3Aonnx%2Fmodel.onnx';
  expect(parse(query)).toMatchObject({ model: { id: 'org/name:onnx/model.onnx', engineIds: ['ort'] }, engine: 'ort' });
  expect(formatRunHash(parse(query))).toBe(`#/run?${query}`);
  const address = 'https://models.example/net.tflite';
  expect(parse(`model=${address}`)).toMatchObject({ model: { id: address }, engine: 'litert' });
  expect(parse('model=yolov10n').model?.id).toBe('onnx-community/yolov10n:onnx/model.onnx');
});

test.each([
  ['task=chess', 'link-invalid', 'setting: task; value: chess'],
  ['task=digits&engine=tfjs', 'link-invalid', 'reason: engine-of-other-model; engine: tfjs; engines: ort'],
  ['model=gone', 'model-unknown', 'gone'],
  ['task=digits&model=centernet', 'link-invalid', 'model: centernet; madeFor: object-detection; task: digits'],
  ['model=org/name', 'link-invalid', 'reason: model-id-without-file'],
  ['model=org/name:../x.onnx', 'link-invalid', 'reason: model-id-'],
  ['model=file:///x.onnx', 'link-invalid', 'reason: model-id-'],
  ['model=org/name:model.gguf', 'link-invalid', 'reason: no-engine-for-file; file: model.gguf'],
  ['device=npu', 'link-invalid', 'setting: device; value: npu'],
  ['task=digits&device=webgl', 'link-invalid', 'setting: device; value: webgl'],
  ['modle=centernet', 'link-invalid', 'reason: setting-unknown; setting: modle; known: task, model, linked, file'],
  ['effort=quick', 'link-invalid', 'reason: setting-unknown; setting: effort'],
  ['task=digits&task=digits', 'link-invalid', 'reason: setting-repeated; setting: task'],
  ['model=centernet&file=1', 'link-invalid', 'reason: not-one-subject; named: model, file;'],
  ['file=0', 'link-invalid', 'setting: file; value: 0'],
  ['sample=yes', 'link-invalid', 'setting: sample; value: yes'],
  ['threads=0', 'link-invalid', 'setting: threads; value: 0'],
  ['threads=1e3', 'link-invalid', 'setting: threads; value: 1e3'],
])('the run link %s is rejected with the code %s and the reason', (query, code, words) => {
  expect(() => parse(query)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
});

test('a run link names a model of the companion, or of a server, by its name there', () => {
  const file = parse('task=digits&model=companion:digits.onnx&host=companion&device=cpu');
  expect(file).toMatchObject({ model: { id: 'companion:digits.onnx' }, engine: 'ort', device: 'cpu' });
  expect(parse(formatRunHash(file).slice('#/run?'.length))).toEqual(file);
  const remote = parse('task=digits&model=server:far/digits');
  expect(remote).toMatchObject({ model: { engineIds: ['oip'] }, engine: 'oip', device: 'server' });
  expect(parse(formatRunHash(remote).slice('#/run?'.length))).toEqual(remote);
  expect(() => parse('task=digits&model=companion:labels.txt')).toThrow('labels.txt');
});

test('a run link names a native engine of the companion', () => {
  const query = 'task=digits&host=companion&engine=openvino&device=npu';
  expect(parse(query)).toMatchObject({ engine: 'openvino', device: 'npu' });
  expect(formatRunHash(parse(query))).toBe(`#/run?${query}`);
  expect(parse('task=digits&host=companion')).toMatchObject({ engine: 'ort', device: 'cpu' });
  expect(formatRunHash(parse('task=digits&host=companion'))).toBe('#/run?task=digits&host=companion&device=cpu');
  expect(() => parse('host=companion')).toThrow('setting: host'); // the default model is one of TensorFlow.js
});

test('a run link contains the thresholds of a detector, which other tasks do not have', () => {
  const query = 'task=object-detection&confidence=0.4&iou=0.45';
  expect(parse(query).detection).toEqual({ minScore: 0.4, maxOverlap: 0.45 });
  expect(formatRunHash(parse(query))).toBe(`#/run?${query}`);
  expect(parse('').detection).toEqual({});
  expect(() => parse('confidence=1.5')).toThrow('setting-number');
  expect(() => parse('task=digits&iou=0.5')).toThrow('setting-of-detector');
});
