import { expect, test } from 'vitest';
import { createTinyConvNet, createTinyGraphModel } from '#formats/tiny/models.fixture.ts';
import { selectModelFiles, loadChosenModel, validateFiles } from './chosen-files.ts';

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]);

test('the hash of a model with several files does not depend on their order', async () => {
  const { bytes } = createTinyGraphModel();
  const files = [new File([bytes], 'model.json'), new File(['w'], 'group1-shard1of1.bin')];
  const [a, b] = [await loadChosenModel(files, ['tfjs']), await loadChosenModel(files.toReversed(), ['tfjs'])];
  expect(a.sha256).toBe(b.sha256);
  expect(a.model.entry).toBe('model.json');
  expect(a.sizeBytes).toBe(bytes.length + 1);
});

test.each([
  ['an image', 'cat.onnx', jpeg, { code: 'model-unknown', facts: { model: 'cat.onnx', detectedAs: 'image' } }],
  [
    'notes',
    'notes.onnx',
    'notes of a meeting',
    { code: 'model-unknown', facts: { model: 'notes.onnx', detectedAs: 'text' } },
  ],
  [
    'a web page',
    'm.onnx',
    '<!doctype html>',
    { code: 'model-unknown', facts: { model: 'm.onnx', detectedAs: 'web-page' } },
  ],
  [
    'a different format',
    'm.onnx',
    createTinyConvNet().bytes,
    { code: 'model-unknown', facts: { model: 'm.onnx', detectedAs: 'tflite' } },
  ],
  ['a truncated header', 'm.onnx', new Uint8Array([8, 7, 58]), { code: 'model-corrupt', facts: { format: 'onnx' } }],
] as const)('%s chosen as an ONNX model is rejected with what was detected', async (_, name, content, error) => {
  await expect(validateFiles([new File([content], name)], ['onnx'])).rejects.toMatchObject(error);
});

test('a single file can have any name', async () => {
  expect((await validateFiles([new File([createTinyConvNet().bytes], 'download')], ['tflite'])).entry).toBe('download');
});

test('several files are rejected if none has the name of a model', async () => {
  const opening = validateFiles([new File(['x'], 'a.txt'), new File(['x'], 'b.txt')], ['onnx']);
  await expect(opening).rejects.toMatchObject({ code: 'model-unknown', facts: { model: 'a.txt, b.txt' } });
});

test('two files with the same name from different folders are both part of the model', async () => {
  const names = ['model.onnx', 'config.json', 'config.json'];
  const { files } = selectModelFiles(names.map((name) => new File([name], name)));
  expect([...files.keys()]).toEqual(['model.onnx', 'config.json', '2/config.json']);
});
