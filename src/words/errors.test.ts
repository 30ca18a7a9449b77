import { expect, test } from 'vitest';
import { errors } from './en/errors/errors.ts';
import type { Wording } from './en/errors/model-errors.ts';

test('the error of an unreadable link identifies which of two links it is', () => {
  const what = (facts: Record<string, string>) => errors['link-invalid'](facts).what;
  expect(what({ why: 'it is empty' })).toBe('This link cannot be read: it is empty.');
  expect(what({ why: 'it is empty', which: 'second' })).toBe('The second link cannot be read: it is empty.');
});

test('the error of a setting in a link leaves the names of settings to the details', () => {
  const facts = { reason: 'setting-value', setting: 'device', value: 'npu', choices: 'wasm, webgpu' } as const;
  const { what, fix, details } = errors['link-invalid'](facts) as Wording;
  expect(what).toBe('This link is damaged, or from another version of Assay.');
  expect(fix).not.toMatch(/device|npu|wasm/);
  expect(details).toBe('device is “npu”; it can be wasm, webgpu');
});

test('the error of a model for another task uses the task titles of the page', () => {
  const facts = { model: 'centernet', madeFor: 'object-detection', task: 'image-classification' };
  expect(errors['link-invalid'](facts).what).toBe(
    'This link cannot be read: the model centernet is made for the task “Object detection”, not “Image classification”.',
  );
});

test('the error of a model for another task links to that task, with the reason as a detail', () => {
  const facts = {
    model: 'x float32[1,3,9,9]',
    reason: 'not-a-detector',
    misfit: 'task',
    task: 'object-detection',
  } as const;
  expect(errors['model-unsupported']({ ...facts, suits: 'segmentation', id: 'a/b:c.onnx' })).toEqual({
    what: 'This model is for Segmentation, not for Object detection.',
    fix: 'Open it there, or choose another model for this task.',
    link: { label: 'Open in Segmentation', href: '#/run?task=segmentation&model=a%2Fb%3Ac.onnx' },
    details: 'x float32[1,3,9,9]: no known object detector has these inputs and outputs',
  });
  expect(errors['model-unsupported'](facts)).toMatchObject({
    what: 'This model is not for Object detection. Assay cannot run its task yet, but can benchmark the model.',
    link: { label: 'Benchmark this model', href: '#/bench?file=1' },
  });
});

test('names free dimensions by name, or by input and axis', () => {
  const what = (free: string) => errors['input-invalid']({ free }).what;
  expect(what('x.2,x.3')).toBe('Enter a size for dimensions 2 and 3 of input "x".');
  expect(what('batch')).toBe('Enter a size for dimension "batch".');
  expect(what('past%20%2B%201,a.b.0')).toBe('Enter a size for dimension "past + 1" and dimension 0 of input "a.b".');
});

test('the error of an engine that is not stored names it and says how to save it', () => {
  const { what, fix } = errors['engine-not-cached']({ engine: 'wllama' });
  expect(what).toBe('wllama (llama.cpp) is not saved for offline use, and there is no connection to load it.');
  expect(fix).toContain('What works offline');
});

test('the error of a missing model file names it', () => {
  const { what, fix } = errors['model-corrupt']({ format: 'net.onnx', reason: 'file-missing', file: 'net.onnx.data' });
  expect(what).toBe('A file of the model is missing: net.onnx.data.');
  expect(fix).toContain('all files of the model together');
});

test('the errors of a tensor name it, and not a file or model of its name', () => {
  const missing = { format: 'safetensors', reason: 'tensor-missing', tensor: 'embeddings' } as const;
  expect(errors['model-corrupt'](missing)).toEqual({
    what: 'The weights do not match config.json: tensor “embeddings” is missing.',
    fix: 'Choose the weights and the config.json of the same model.',
  });
  const facts = { reason: 'tensor-type-not-supported', tensor: 'embeddings', type: 'BOOL', known: 'F32, F16' } as const;
  expect(errors['model-unsupported']({ model: 'safetensors', ...facts }).what).toBe(
    'The model safetensors cannot run here: tensor “embeddings” has the type BOOL; supported: F32, F16.',
  );
});

test.each([
  ['https://huggingface.co/api/models/org/name/tree/main', 'org/name', 'huggingface.co'],
  ['https://huggingface.co/api/models/org/name', 'org/name', 'huggingface.co'],
  ['https://huggingface.co/org/name/resolve/main/onnx/model.onnx', 'org/name', 'huggingface.co'],
  ['https://example.org/models/a.gguf', 'a.gguf', 'example.org'],
])('a failed download of %s names what was missing and its host, with the address as a detail', (url, name, host) => {
  const { what, details } = errors['fetch-failed']({ url, reason: 'http-status', status: 404 }) as Wording;
  expect(what).toMatch(`${name} could not be downloaded from ${host}: `);
  expect(details).toBe(url);
});

test('a failed download without an address is described without a host', () => {
  expect(errors['fetch-failed']({}).what).toBe('A file could not be downloaded.');
});
