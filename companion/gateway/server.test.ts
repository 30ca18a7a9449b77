import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startServer, type Server } from './server.ts';
import { sendText } from './static-files.ts';

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

/** Sends a request without fetch, which would normalise the path and the Host header. */
function sendRaw(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: new URL(server.url).port, path, headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

describe('every response', () => {
  test.each(['/', '/missing', '/../secret.txt'])(
    'to %s has headers that isolate the page and block foreign code',
    async (path) => {
      const { headers } = await sendRaw(path);
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'x-content-type-options': 'nosniff',
      });
      const policy = String(headers['content-security-policy']).split('; ');
      expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'"]));
      // Models may come from any address; code and content must not.
      const directives = policy.filter((directive) => !directive.startsWith('connect-src '));
      expect(directives.join('; ')).not.toMatch(/ 'unsafe-eval'|unsafe-inline|https?:|\*/);
    },
  );
});

describe('the server', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1:1', '127.0.0.1.evil.example'])(
    'rejects a request with the Host header %s',
    async (host) => {
      expect(await sendRaw('/', { host })).toMatchObject({ status: 403 });
    },
  );

  test.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])(
    'accepts a request with the Host header %s and its own port',
    async (name) => {
      expect(await sendRaw('/', { host: `${name}:${new URL(server.url).port}` })).toMatchObject({ status: 200 });
    },
  );

  test('only GET and HEAD requests for files are answered', async () => {
    expect(await sendRaw('/', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await sendRaw('/', {}, 'HEAD')).toMatchObject({
      status: 200,
      headers: { 'content-length': '15' },
      body: '',
    });
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
])('the path %s does not reach files outside the served folder', async (path) => {
  expect(await sendRaw(path)).toMatchObject({ status: 404, body: 'Not found\n' });
});

test('a folder without an index page responds with 404', async () => {
  expect(await sendRaw('/assets')).toMatchObject({ status: 404 });
  expect(await sendRaw('/assets/')).toMatchObject({ status: 404 });
});

test('caches keep files named by a hash forever, and revalidate the page', async () => {
  const engine = await sendRaw('/assets/engine-AbCd_12-.wasm');
  expect(engine.headers).toMatchObject({ 'content-type': 'application/wasm', vary: 'Accept-Encoding' });
  expect(engine.headers['cache-control']).toContain('immutable');
  const page = await sendRaw('/?source=pwa');
  expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  const again = await sendRaw('/', { 'if-none-match': String(page.headers['etag']) });
  expect(again).toMatchObject({ status: 304, body: '' });
});

test('a browser that accepts Brotli gets a compressed file with its own ETag', async () => {
  const path = '/assets/engine-AbCd_12-.wasm';
  const plain = await sendRaw(path, { 'accept-encoding': 'gzip, br;q=0' });
  const packed = await sendRaw(path, { 'accept-encoding': 'gzip, deflate, br' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(packed.headers['content-encoding']).toBe('br');
  expect(packed.headers['etag']).not.toBe(plain.headers['etag']);
  expect(await (await fetch(new URL(path, server.url))).text()).toBe('wasm bytes');
});

describe('a Range request', () => {
  test.each([
    ['bytes=2-4', 206, 'bytes 2-4/10', '234'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=-2', 206, 'bytes 8-9/10', '89'],
    ['bytes=8-99', 206, 'bytes 8-9/10', '89'],
    ['bytes=10-', 416, 'bytes */10', 'No such range\n'],
    ['bytes=0-1,4-5', 200, undefined, '0123456789'],
  ])('%s returns status %i and Content-Range %s', async (range, status, contentRange, body) => {
    const response = await sendRaw('/sw.js', { range });
    expect(response).toMatchObject({ status, body });
    expect(response.headers['content-range']).toBe(contentRange);
  });

  test('a Range request gets the whole file if If-Range names another version', async () => {
    expect(await sendRaw('/sw.js', { range: 'bytes=2-4', 'if-range': '"old"' })).toMatchObject({ status: 200 });
  });
});

describe('a file larger than the buffer', () => {
  const bytes = Buffer.from(Uint32Array.from({ length: 2 ** 20 }, (_, index) => index).buffer);
  beforeAll(() => writeFile(join(folder, 'large.bin'), bytes));

  test('a large file arrives unchanged at a slow client', async () => {
    const response = await fetch(new URL('/large.bin', server.url));
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body!) {
      chunks.push(chunk);
      await new Promise(setImmediate);
    }
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  test('a range in the middle of a large file is sent', async () => {
    const response = await fetch(new URL('/large.bin', server.url), { headers: { range: 'bytes=1000001-3000000' } });
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(1_000_001, 3_000_001))).toBe(true);
  });

  test('a large file is closed without a logged error if clients disconnect early', async () => {
    const consoleError = vi.spyOn(console, 'error');
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const controller = new AbortController();
        const response = await fetch(new URL('/large.bin', server.url), controller);
        await new Promise((resolve) => setTimeout(resolve, i % 8));
        controller.abort();
        await response.arrayBuffer().catch(() => {}); // the response may have arrived already
      }),
    );
    if (process.platform === 'linux') await expect.poll(() => listOpenFiles('large.bin')).toEqual([]);
    expect(consoleError).not.toHaveBeenCalled();
    consoleError.mockRestore();
  });
});

test('an error response drops the headers set for a file', async () => {
  const failing = createServer((_, response) => {
    response.setHeaders(new Headers({ 'content-length': '5000', 'content-range': 'bytes 0-4999/9000', etag: '"x"' }));
    sendText(response, 500, 'The server failed');
  });
  await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve));
  const response = await fetch(`http://127.0.0.1:${(failing.address() as AddressInfo).port}/`);
  expect(await response.text()).toBe('The server failed\n');
  for (const name of ['content-length', 'content-range', 'etag']) expect(response.headers.get(name)).toBeNull();
  failing.close();
});

async function listOpenFiles(name: string): Promise<string[]> {
  const handles = await readdir('/proc/self/fd');
  const paths = await Promise.all(handles.map((handle) => readlink(`/proc/self/fd/${handle}`).catch(() => '')));
  return paths.filter((path) => path.endsWith(name));
}

test('an empty file responds with 200 and a length of 0', async () => {
  await writeFile(join(folder, 'empty.txt'), '');
  expect(await sendRaw('/empty.txt')).toMatchObject({ status: 200, body: '', headers: { 'content-length': '0' } });
});

test('the server also listens on [::1], with the same headers', async (context) => {
  const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));
  if (!hasIpv6) return context.skip('this machine has no IPv6');
  const [ipv4, ipv6] = await Promise.all(
    ['127.0.0.1', '[::1]'].map((host) => fetch(`http://${host}:${new URL(server.url).port}/sw.js`)),
  );
  const listHeaders = ({ headers }: Response) => [...headers].filter(([name]) => name !== 'date');
  expect(listHeaders(ipv6!)).toEqual(listHeaders(ipv4!));
  expect(await ipv6!.text()).toBe('0123456789');
});

test('starting on a port in use fails with EADDRINUSE', async () => {
  await expect(startServer(folder, Number(new URL(server.url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
