import { afterEach, expect, test } from 'vitest';
import type { Model } from '#core/model/model.ts';
import { toBuiltModel, fetchCatalogueModel } from './model-files.ts';

const folder = new URL('https://models.test/some/');
const text = (value: string) => new TextEncoder().encode(value);

/** Computed by `printf abc | sha256sum`: FIPS 180-2, appendix B.1. */
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

/** Responds to every fetch with `body`, in two chunks, the first after `afterMs`. */
function mockFetch(body: string, status = 200, afterMs = 0): void {
  globalThis.fetch = async () => {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        controller.enqueue(text(body.slice(0, 1)));
        controller.enqueue(text(body.slice(1)));
        controller.close();
      },
    });
    return new Response(stream, { status });
  };
}

const entry: Model = {
  id: 'some',
  name: 'Some',
  task: 'digits',
  engine: 'ort',
  licence: 'MIT',
  source: 'here',
  parameters: 0,
  entry: 'model.onnx',
  files: [{ name: 'model.onnx', sizeBytes: 3, sha256: abc }],
};

test('a catalogue model is downloaded and checked, and its progress and duration are reported', async () => {
  mockFetch('abc', 200, 50);
  const reported: [number, number][] = [];
  const startedMs = performance.now();
  const loaded = await fetchCatalogueModel(entry, folder, (...progress) => reported.push(progress));
  expect(loaded).toMatchObject({ sizeBytes: 3, sha256: abc, model: { id: 'some', entry: 'model.onnx' } });
  expect(loaded.model.files.get('model.onnx')).toEqual(text('abc'));
  expect(loaded.downloadMs).toBeGreaterThanOrEqual(45); // a timer may fire early by one step of the clock
  expect(loaded.downloadMs).toBeLessThanOrEqual(performance.now() - startedMs);
  expect(reported).toEqual([
    [1, 3],
    [3, 3],
  ]);
});

test.each([
  ['other bytes', 'abd', 200, 'model-corrupt'],
  ['too many bytes', 'abcd', 200, 'model-corrupt'],
  ['too few bytes', 'ab', 200, 'fetch-failed'],
  ['an error page', 'abc', 404, 'fetch-failed'],
] as const)('a catalogue model is rejected if the server responds with %s', async (_, body, status, code) => {
  mockFetch(body, status);
  await expect(fetchCatalogueModel(entry, folder, () => {})).rejects.toMatchObject({ code });
});

test('the error for an unreachable server includes its URL', async () => {
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  await expect(fetchCatalogueModel(entry, folder, () => {})).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { url: 'https://models.test/some/model.onnx' },
  });
});

test('a generated model has the SHA-256 of its bytes and no download time', async () => {
  expect(await toBuiltModel('built', 'built.onnx', text('abc'))).toMatchObject({ sha256: abc, downloadMs: null });
});
