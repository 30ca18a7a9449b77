import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openRangeSource, createRangeSource } from './range-source.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/**
 * Starts a server on this machine.
 * @returns its address
 */
async function serve(respond: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(respond);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.onnx`;
}

const bytes = Buffer.from(Uint8Array.from({ length: 200_000 }, (_, index) => index % 251));

function sendPart(
  { headers }: IncomingMessage,
  response: ServerResponse,
  additionalHeaders: Record<string, string>,
  shift = 0,
): void {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
  const [start, end] = [Number(from) + shift, Math.min(Number(to) + 1 + shift, bytes.length)];
  response.writeHead(206, { 'Content-Range': `bytes ${start}-${end - 1}/${bytes.length}`, ...additionalHeaders });
  response.end(bytes.subarray(start, end));
}

test('slices of a remote file are read by range requests', async () => {
  const source = await openRangeSource(await serve((...exchange) => sendPart(...exchange, { ETag: '"1"' })));
  expect(source.size).toBe(bytes.length);
  const part = source.slice(100_000, 150_000).slice(5, 10);
  expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([...bytes.subarray(100_005, 100_010)]);
});

test('reading a file that was replaced between two reads fails', async () => {
  let version = 0;
  const source = await openRangeSource(await serve((...exchange) => sendPart(...exchange, { ETag: `"${++version}"` })));
  await expect(source.slice(100_000, 100_010).arrayBuffer()).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { reason: 'file-changed-while-read' },
  });
});

test('a partial response with a different offset than requested fails', async () => {
  let shift = 0;
  const source = await openRangeSource(await serve((...exchange) => sendPart(...exchange, {}, shift)));
  shift = 3;
  await expect(source.slice(100_000, 100_010).arrayBuffer()).rejects.toMatchObject({ code: 'fetch-failed' });
});

test('a partial response whose headers are hidden by CORS is accepted by its length', async () => {
  const url = await serve((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    response.writeHead(206).end(bytes.subarray(Number(from), Number(to) + 1));
  });
  const part = createRangeSource(url, bytes.length).slice(100_000, 100_010);
  expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([...bytes.subarray(100_000, 100_010)]);
});

test('an endless response without a length is aborted after 64 MB', async () => {
  let sentBytes = 0;
  const url = await serve((_, response) => {
    response.writeHead(200);
    const megabyte = Buffer.alloc(2 ** 20);
    const send = () => {
      if (response.destroyed) return;
      sentBytes += megabyte.length;
      if (response.write(megabyte)) setImmediate(send);
      else response.once('drain', send);
    };
    send();
  });
  await expect(openRangeSource(url)).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { reason: 'no-range-requests' },
  });
  expect(sentBytes).toBeLessThan(128 * 2 ** 20);
});

test('a server that does not respond fails with the reason', async () => {
  const url = await serve(() => {});
  await expect(openRangeSource(url, { timeoutMs: 100 })).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { reason: 'no-answer-in-time', seconds: 0.1 },
  });
});
