import { expect, test } from 'vitest';
import { toByteSource } from './byte-source.ts';
import { detectFormat, readFacts } from './index.ts';
import { modelCreatorsByFormat } from './tiny/models.fixture.ts';

const cases = Object.entries(modelCreatorsByFormat).flatMap(([id, creators]) =>
  creators.map((create) => ({ id, create })),
);

test.each(cases)('recognises a $id file with any name by its content', async ({ id, create }) => {
  const format = await detectFormat(toByteSource(create().bytes), 'download');
  expect(format.id).toBe(id);
});

const encodeLatin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each([
  ['nothing', '', 'empty'],
  ['a zip', `PK\x03\x04${'\0'.repeat(26)}a.txt`, 'zip'],
  ['a PyTorch checkpoint', `PK\x03\x04${'\0'.repeat(26)}archive/data.pkl`, 'pytorch'],
  ['a gzip', '\x1f\x8b\x08', 'gzip'],
  ['a Keras file', '\x89HDF\r\n\x1a\n', 'hdf5'],
  ['a pickle', '\x80\x02}q\x00', 'pickle'],
  ['an LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid', 'lfs-pointer'],
  ['a web page', '<!DOCTYPE html><html>', 'web-page'],
  ['the index of split weights', '{"metadata":{},"weight_map":{"a":"b"}}', 'safetensors-index'],
  ['an old GGML file', 'lmgg\x01', 'ggml-legacy'],
  ['a JPEG', '\xff\xd8\xff\xe0\x00\x10JFIF', 'image'],
  ['a PNG', '\x89PNG\r\n\x1a\n', 'image'],
  ['a WebP', 'RIFF\x24\x00\x00\x00WEBPVP8 ', 'image'],
  ['an AVIF', '\x00\x00\x00\x20ftypavif', 'image'],
  ['notes', '# Model card\n\nIt is na\xc3\xafve.', 'text'],
  ['settings', '{"model_type": "bert"}\n', 'json'],
  ['noise', '\xff\xfe\xfd\xfc\xfb\xfa noise', 'unrecognised'],
])('rejects and identifies a file that is not a model: %s', async (_, content, detectedAs) => {
  await expect(readFacts(toByteSource(encodeLatin1(content)), 'download')).rejects.toMatchObject({
    code: 'model-unknown',
    facts: { model: 'download', detectedAs },
  });
});

test.each([
  ['an image', '\xff\xd8\xff\xe0\x00\x10JFIF', 'image'],
  ['notes', 'Put the model here.', 'text'],
  ['settings', ' {"id": "digits", "engine": "ort"}', 'json'],
])('rejects and identifies a file named model.onnx that is not a model: %s', async (_, content, detectedAs) => {
  await expect(readFacts(toByteSource(encodeLatin1(content)), 'model.onnx')).rejects.toMatchObject({
    facts: { detectedAs },
  });
});
