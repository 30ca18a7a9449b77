import { afterEach, expect, test } from 'vitest';
import type { Model } from '#core/model.ts';
import { builtModel, fetchCatalogueModel } from './model-files.ts';

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

test('a built model is hashed as any other', async () => {
  expect(await builtModel('built', 'built.onnx', text('abc'))).toMatchObject({ sha256: abc, downloadMs: null });
});
