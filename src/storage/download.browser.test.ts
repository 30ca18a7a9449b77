import { afterEach, expect, test } from 'vitest';
import { Download } from './download.ts';
import { memoryPlace } from './memory.ts';

/** By `printf abc | sha256sum`: FIPS 180-2, appendix B.1. */
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const asked = { url: 'https://models.test/some.onnx', name: 'some.onnx', sha256: null, sizeBytes: null };

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

/** Answers a request for a part with the first two bytes of three, and any other with all. */
function answering(): void {
  globalThis.fetch = (_, options) => {
    const isPart = new Headers(options?.headers).has('Range');
    return Promise.resolve(
      isPart
        ? new Response('ab', { status: 206, headers: { 'Content-Range': 'bytes 0-1/*' } })
        : new Response('abc', { status: 200 }),
    );
  };
}

test('asks for the whole where a part comes without the size of the whole', async () => {
  answering();
  const options = {
    signal: new AbortController().signal,
    onProgress: () => {},
    save: async () => {},
    checkRoom: async () => {},
  };
  const part = await memoryPlace().openPart('part');
  expect(await Download.run(asked, part, options, null)).toEqual({ sha256: abc, sizeBytes: 3 });
});
