import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startServer, type Server } from './server.ts';
import { plain } from './static-files.ts';

let folder: string;
let server: Server;

beforeAll(async () => {
  const outside = await mkdtemp(join(tmpdir(), 'assay-server-'));
  folder = join(outside, 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(outside, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets', 'engine-AbCd_12-.wasm'), 'wasm bytes');
  await writeFile(join(folder, 'assets', 'engine-AbCd_12-.wasm.br'), brotliCompressSync('wasm bytes'));
  await writeFile(join(folder, 'sw.js'), '0123456789');
  server = await startServer(folder, 0);
});

afterAll(async () => {
  await server.close();
  await rm(join(folder, '..'), { recursive: true });
});

/** Not by fetch, which would normalise the path and the Host header. */
function raw(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: new URL(server.url).port, path, headers, method }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

describe('every answer', () => {
  test.each(['/', '/missing', '/../secret.txt'])(
    'to %s has headers that isolate the page and forbid foreign code',
    async (path) => {
      const { headers } = await raw(path);
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'x-content-type-options': 'nosniff',
      });
      const policy = String(headers['content-security-policy']).split('; ');
      expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'"]));
      // Models may come from any address; code and content must not.
      const others = policy.filter((directive) => !directive.startsWith('connect-src '));
      expect(others.join('; ')).not.toMatch(/ 'unsafe-eval'|unsafe-inline|https?:|\*/);
    },
  );
});

describe('the server', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1:1', '127.0.0.1.evil.example'])(
    'refuses a request with the Host header %s',
    async (host) => {
      expect(await raw('/', { host })).toMatchObject({ status: 403 });
    },
  );

  test.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])(
    'answers a request with the Host header %s and its own port',
    async (name) => {
      expect(await raw('/', { host: `${name}:${new URL(server.url).port}` })).toMatchObject({ status: 200 });
    },
  );

  test('answers GET and HEAD, and refuses POST', async () => {
    expect(await raw('/', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await raw('/', {}, 'HEAD')).toMatchObject({ status: 200, headers: { 'content-length': '15' }, body: '' });
  });
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%5csecret.txt',
  '/assets/..%2f../secret.txt',
  '/%00',
  '/%zz',
  '//x',
])('the path %s reaches nothing outside the served folder', async (path) => {
  expect(await raw(path)).toMatchObject({ status: 404, body: 'Not found\n' });
});

test('a folder without an index page is answered 404', async () => {
  expect(await raw('/assets')).toMatchObject({ status: 404 });
  expect(await raw('/assets/')).toMatchObject({ status: 404 });
});

test('files named by a hash may be cached forever; the page is revalidated', async () => {
  const engine = await raw('/assets/engine-AbCd_12-.wasm');
  expect(engine.headers).toMatchObject({ 'content-type': 'application/wasm', vary: 'Accept-Encoding' });
  expect(engine.headers['cache-control']).toContain('immutable');
  const page = await raw('/?source=pwa');
  expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  const again = await raw('/', { 'if-none-match': String(page.headers['etag']) });
  expect(again).toMatchObject({ status: 304, body: '' });
});

test('a file is sent compressed to a browser that takes it, under an ETag of its own', async () => {
  const path = '/assets/engine-AbCd_12-.wasm';
  const plain = await raw(path, { 'accept-encoding': 'gzip, br;q=0' });
  const packed = await raw(path, { 'accept-encoding': 'gzip, deflate, br' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(packed.headers['content-encoding']).toBe('br');
  expect(packed.headers['etag']).not.toBe(plain.headers['etag']);
  expect(await (await fetch(new URL(path, server.url))).text()).toBe('wasm bytes');
});

describe('a request for a part', () => {
  test.each([
    ['bytes=2-4', 206, 'bytes 2-4/10', '234'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=-2', 206, 'bytes 8-9/10', '89'],
    ['bytes=8-99', 206, 'bytes 8-9/10', '89'],
    ['bytes=10-', 416, 'bytes */10', 'No such range\n'],
    ['bytes=0-1,4-5', 200, undefined, '0123456789'],
  ])('with Range %s is answered %i with Content-Range %s', async (range, status, contentRange, body) => {
    const answer = await raw('/sw.js', { range });
    expect(answer).toMatchObject({ status, body });
    expect(answer.headers['content-range']).toBe(contentRange);
  });

  test('is answered with the whole file where If-Range names another version', async () => {
    expect(await raw('/sw.js', { range: 'bytes=2-4', 'if-range': '"old"' })).toMatchObject({ status: 200 });
  });
});

describe('a file of many buffers', () => {
  const bytes = Buffer.from(Uint32Array.from({ length: 2 ** 20 }, (_, at) => at).buffer);
  beforeAll(() => writeFile(join(folder, 'large.bin'), bytes));

  test('arrives unchanged at a slow client', async () => {
    const answer = await fetch(new URL('/large.bin', server.url));
    const read: Uint8Array[] = [];
    for await (const chunk of answer.body!) {
      read.push(chunk);
      await new Promise(setImmediate);
    }
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
  });

  test('is sent in part where a range from its middle is asked for', async () => {
    const answer = await fetch(new URL('/large.bin', server.url), { headers: { range: 'bytes=1000001-3000000' } });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(1_000_001, 3_000_001))).toBe(true);
  });

  test('is closed without a logged error where clients disconnect early', async () => {
    const said = vi.spyOn(console, 'error');
    await Promise.all(
      Array.from({ length: 40 }, async (_, at) => {
        const leaving = new AbortController();
        const answer = await fetch(new URL('/large.bin', server.url), leaving);
        await new Promise((resolve) => setTimeout(resolve, at % 8));
        leaving.abort();
        await answer.arrayBuffer().catch(() => {}); // it may be here already
      }),
    );
    if (process.platform === 'linux') await expect.poll(() => openFiles('large.bin')).toEqual([]);
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });
});

test('an error answer drops the headers that were set for a file', async () => {
  const failing = createServer((_, response) => {
    response.setHeaders(new Headers({ 'content-length': '5000', 'content-range': 'bytes 0-4999/9000', etag: '"x"' }));
    plain(response, 500, 'The server failed');
  });
  await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve));
  const answer = await fetch(`http://127.0.0.1:${(failing.address() as AddressInfo).port}/`);
  expect(await answer.text()).toBe('The server failed\n');
  for (const name of ['content-length', 'content-range', 'etag']) expect(answer.headers.get(name)).toBeNull();
  failing.close();
});

async function openFiles(name: string): Promise<string[]> {
  const handles = await readdir('/proc/self/fd');
  const paths = await Promise.all(handles.map((handle) => readlink(`/proc/self/fd/${handle}`).catch(() => '')));
  return paths.filter((path) => path.endsWith(name));
}

test('an empty file is answered 200 with a length of 0', async () => {
  await writeFile(join(folder, 'empty.txt'), '');
  expect(await raw('/empty.txt')).toMatchObject({ status: 200, body: '', headers: { 'content-length': '0' } });
});

test('the server does not start on a port that is taken, and says so', async () => {
  await expect(startServer(folder, Number(new URL(server.url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
