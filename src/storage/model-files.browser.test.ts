import { afterEach, expect, test } from 'vitest';
import type { Model } from '#core/model.ts';
import { tinyConvNet, tinyGraphModel } from '#formats/tiny/index.ts';
import { builtModel, checkedFiles, chosenModel, fetchCatalogueModel } from './model-files.ts';

const folder = new URL('https://models.test/some/');
const text = (value: string) => new TextEncoder().encode(value);

/** By `printf abc | sha256sum`: FIPS 180-2, appendix B.1. */
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

/** Answers every fetch with `body`, in two pieces. */
function answering(body: string, status = 200): void {
  globalThis.fetch = () => {
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        controller.enqueue(text(body.slice(0, 1)));
        controller.enqueue(text(body.slice(1)));
        controller.close();
      },
    });
    return Promise.resolve(new Response(stream, { status }));
  };
}

const entry: Model = {
  id: 'some',
  name: 'Some',
  task: 'digits',
  runtime: 'ort',
  licence: 'MIT',
  source: 'here',
  parameters: 0,
  entry: 'model.onnx',
  files: [{ name: 'model.onnx', sizeBytes: 3, sha256: abc }],
};

test('fetches what the catalogue promises, and tells how far it is', async () => {
  answering('abc');
  const told: [number, number][] = [];
  const loaded = await fetchCatalogueModel(entry, folder, (...progress) => told.push(progress));
  expect(loaded).toMatchObject({ sizeBytes: 3, sha256: abc, model: { id: 'some', entry: 'model.onnx' } });
  expect(loaded.model.files.get('model.onnx')).toEqual(text('abc'));
  expect(loaded.downloadMs).toBeGreaterThanOrEqual(0);
  expect(told).toEqual([
    [1, 3],
    [3, 3],
  ]);
});

test.each([
  ['other bytes', 'abd', 200, 'model-corrupt'],
  ['too many bytes', 'abcd', 200, 'model-corrupt'],
  ['too few bytes', 'ab', 200, 'fetch-failed'],
  ['an error page', 'abc', 404, 'fetch-failed'],
] as const)('refuses %s', async (_, body, status, code) => {
  answering(body, status);
  await expect(fetchCatalogueModel(entry, folder, () => {})).rejects.toMatchObject({ code });
});

test('a server out of reach is told with its address', async () => {
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  await expect(fetchCatalogueModel(entry, folder, () => {})).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { url: 'https://models.test/some/model.onnx' },
  });
});

test('a model of several files has one hash, whatever their order', async () => {
  const { bytes } = tinyGraphModel();
  const files = [new File([bytes], 'model.json'), new File(['w'], 'weights.bin')];
  const [one, other] = [await chosenModel(files, 'tfjs'), await chosenModel(files.toReversed(), 'tfjs')];
  expect(one.sha256).toBe(other.sha256);
  expect(one.model.entry).toBe('model.json');
  expect(one.sizeBytes).toBe(bytes.length + 1);
});

test('a built model is hashed as any other', async () => {
  expect(await builtModel('built', 'built.onnx', text('abc'))).toMatchObject({ sha256: abc, downloadMs: null });
});

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]);

test.each([
  ['a picture', 'cat.onnx', jpeg, { code: 'model-unknown', facts: { model: 'cat.onnx', is: 'picture' } }],
  ['notes', 'notes.onnx', 'to be done', { code: 'model-unknown', facts: { model: 'notes.onnx', is: 'text' } }],
  ['a web page', 'm.onnx', '<!doctype html>', { code: 'model-unknown', facts: { model: 'm.onnx', is: 'web-page' } }],
  [
    'another format',
    'm.onnx',
    tinyConvNet().bytes,
    { code: 'model-unknown', facts: { model: 'm.onnx', is: 'tflite' } },
  ],
  ['a cut header', 'm.onnx', new Uint8Array([8, 7, 58]), { code: 'model-corrupt', facts: { format: 'onnx' } }],
] as const)('%s in the place of a model is told for what it is', async (_, name, content, error) => {
  await expect(checkedFiles([new File([content], name)], 'onnx')).rejects.toMatchObject(error);
});

test('one file is opened whatever its name', async () => {
  expect((await checkedFiles([new File([tinyConvNet().bytes], 'download')], 'tflite')).entry).toBe('download');
});

test('several files of which none is named like a model are named', async () => {
  const opening = checkedFiles([new File(['x'], 'a.txt'), new File(['x'], 'b.txt')], 'onnx');
  await expect(opening).rejects.toMatchObject({ code: 'model-unknown', facts: { model: 'a.txt, b.txt' } });
});
