import { afterEach, expect, test, vi } from 'vitest';
import { Download } from './resumable-download.ts';
import { createMemoryFileStore } from '../store/memory-file-store.ts';

/** Computed by `printf abc | sha256sum`: FIPS 180-2, appendix B.1. */
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const request = { url: 'https://models.test/some.onnx', name: 'some.onnx', sha256: null, sizeBytes: null };

const { fetch } = globalThis;
afterEach(() => {
  vi.restoreAllMocks();
  globalThis.fetch = fetch;
});

/** Responds to a range request with the first two of three bytes, and to other requests with all. */
function mockFetch(): void {
  globalThis.fetch = (_, options) => {
    const isRange = new Headers(options?.headers).has('Range');
    return Promise.resolve(
      isRange
        ? new Response('ab', { status: 206, headers: { 'Content-Range': 'bytes 0-1/*' } })
        : new Response('abc', { status: 200 }),
    );
  };
}

const options = {
  signal: new AbortController().signal,
  onProgress: () => {},
  save: async () => {},
  checkQuota: async () => {},
};

const runDownload = async () =>
  Download.run(request, await createMemoryFileStore().openPartialFile('part'), options, null);

test('requests the whole file if a partial response does not include the total size', async () => {
  mockFetch();
  expect(await runDownload()).toEqual({ sha256: abc, sizeBytes: 3 });
});

const chunk = new Uint8Array(64 << 10);

/**
 * Responds with zeros, each chunk after `pauseMs`.
 * @returns the requested ranges, and the maximum number of parallel requests
 */
function mockRangeServer(sizeBytes: number, pauseMs: number): { readonly ranges: string[]; max: number } {
  const requested = { ranges: [] as string[], max: 0 };
  let running = 0;
  globalThis.fetch = (_, init) => {
    const range = new Headers(init?.headers).get('Range') ?? '';
    const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
    const rangeEnd = end ? Number(end) + 1 : sizeBytes;
    requested.ranges.push(range);
    requested.max = Math.max(requested.max, ++running);
    let offset = Number(start);
    const body = new ReadableStream<Uint8Array>({
      type: 'bytes',
      async pull(controller) {
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
        const bytes = chunk.slice(0, Math.min(chunk.length, rangeEnd - offset));
        offset += bytes.length;
        controller.enqueue(bytes);
        if (offset < rangeEnd) return;
        controller.close();
        running--;
      },
      cancel: () => void running--,
    });
    const headers = { 'Content-Range': `bytes ${start}-${rangeEnd - 1}/${sizeBytes}`, ETag: '"zeros"' };
    return Promise.resolve(new Response(body, { status: 206, headers }));
  };
  return requested;
}

test('requests all remaining bytes in one range from a fast server', async () => {
  vi.spyOn(performance, 'now').mockReturnValue(0); // a busy machine would make the server slow
  const sizeBytes = 20 << 20;
  const requested = mockRangeServer(sizeBytes, 0);
  // Computed by sha256sum, for the same number of zeros.
  const sha256 = 'cd52d81e25f372e6fa4db2c0dfceb59862c1969cab17096da352b34950c973cc';
  expect(await runDownload()).toEqual({ sha256, sizeBytes });
  expect(requested.ranges).toEqual(['bytes=0-8388607', 'bytes=8388608-20971519']);
});

test('requests several ranges in parallel from a slow server', async () => {
  const sizeBytes = 40 << 20;
  const requested = mockRangeServer(sizeBytes, 5);
  const sha256 = '80a3721188e40218b08b26776bc53bdae81e4784fff71d71450a197319cba113';
  expect(await runDownload()).toEqual({ sha256, sizeBytes });
  expect(requested.ranges.slice(0, 2)).toEqual(['bytes=0-8388607', 'bytes=8388608-41943039']);
  expect(requested.max).toBeGreaterThan(1);
  expect(requested.max).toBeLessThanOrEqual(4);
});

/** Responds with ranges of a text, like a server with only weak validators. */
function mockTextServer(text: string, headers: Readonly<Record<string, string>>): void {
  globalThis.fetch = (_, init) => {
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(new Headers(init?.headers).get('Range') ?? '') ?? [];
    const body = text.slice(Number(start), Number(end) + 1);
    const range = `bytes ${start}-${Number(start) + body.length - 1}/${text.length}`;
    return Promise.resolve(new Response(body, { status: 206, headers: { ...headers, 'Content-Range': range } }));
  };
}

test.each([
  ['a weak ETag', { ETag: 'W/"1"' }, { ETag: 'W/"2"' }],
  [
    'its date',
    { 'Last-Modified': 'Sat, 21 Nov 2026 10:00:00 GMT' },
    { 'Last-Modified': 'Sun, 22 Nov 2026 10:00:00 GMT' },
  ],
])('a file whose %s changed is not appended to the partial old file', async (_, headers, changedHeaders) => {
  const part = await createMemoryFileStore().openPartialFile('part');
  part.write(new TextEncoder().encode('x'), 0);
  const version = Object.values<string>(headers)[0]!;
  const partial = { etag: null, version, sizeBytes: 3, ranges: [[0, 1]] as const, hash: null };
  mockTextServer('abc', changedHeaders);
  expect(await Download.run(request, part, options, partial)).toEqual({ sha256: abc, sizeBytes: 3 });
});

test('a download of the same version resumes where it stopped', async () => {
  const part = await createMemoryFileStore().openPartialFile('part');
  part.write(new TextEncoder().encode('a'), 0);
  const partial = { etag: null, version: 'W/"1"', sizeBytes: 3, ranges: [[0, 1]] as const, hash: null };
  mockTextServer('?bc', { ETag: 'W/"1"' }); // the first byte is not requested again
  expect(await Download.run(request, part, options, partial)).toEqual({ sha256: abc, sizeBytes: 3 });
});
