import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { listRepository } from './hub-client.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(respond: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(respond);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts a Hub that sends pages by `sendPage`. */
function serveHub(sendPage: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  return serve((request, response) => {
    if (request.url?.includes('/tree/')) sendPage(request, response);
    else response.end('{"sha":"0123"}');
  });
}

const limits = { pages: 5, bytes: 2_000, ms: 60_000 };
const list = (hub: string, changedLimits: Partial<typeof limits> = {}) =>
  listRepository(hub, 'org/name', 'main', {}, { ...limits, ...changedLimits });
const setNext = (response: ServerResponse, next: string) => response.setHeader('Link', `<${next}>; rel="next"`);

test('a listing that links to one of its own pages is rejected', async () => {
  const hub = await serveHub((request, response) => setNext(response, request.url!).end('[]'));
  const facts = { reason: 'listing-repeats', host: new URL(hub).host, url: `${hub}/org/name` };
  await expect(list(hub)).rejects.toMatchObject({ code: 'fetch-failed', facts });
});

test('an endless listing is rejected at the page limit', async () => {
  let pages = 0;
  const hub = await serveHub((_, response) => setNext(response, `/tree/?page=${++pages}`).end('[]'));
  await expect(list(hub)).rejects.toMatchObject({ facts: { reason: 'listing-too-long', maxPages: 5 } });
  expect(pages).toBe(5);
});

test('an endless page is rejected at the size limit', async () => {
  const hub = await serveHub((_, response) => {
    const write = () => response.write(' '.repeat(500), () => setImmediate(write));
    write();
  });
  await expect(list(hub)).rejects.toMatchObject({ facts: { reason: 'listing-too-large', maxBytes: 2_000 } });
});

test('a page that arrives byte by byte is rejected at the time limit', async () => {
  const hub = await serveHub((_, response) => {
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  });
  await expect(list(hub, { ms: 200 })).rejects.toMatchObject({ facts: { reason: 'listing-too-slow', seconds: 0.2 } });
});

// Node's fetch sends neither, so the options of the request are tested.
test('a listing is requested without credentials or referrer', async () => {
  const hub = await serveHub((_, response) => response.end('[]'));
  const fetched = vi.spyOn(globalThis, 'fetch');
  try {
    await list(hub);
    const anonymous = expect.objectContaining({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    expect(fetched.mock.calls.map(([, options]) => options)).toEqual([anonymous, anonymous]);
  } finally {
    fetched.mockRestore();
  }
});

test('a redirect to another host gets neither the credentials nor the referrer of the request', async () => {
  const received: IncomingMessage['headers'][] = [];
  const other = await serve((request, response) => {
    received.push(request.headers);
    response.end(request.url?.includes('/tree/') ? '[]' : '{"sha":"0123"}');
  });
  const hub = await serve((request, response) => {
    received.push(request.headers);
    response.writeHead(302, { Location: `${other}${request.url}`, 'Set-Cookie': 'session=secret' }).end();
  });
  expect((await list(hub)).files).toEqual([]);
  expect(received).toHaveLength(4);
  for (const headers of received) {
    expect(Object.keys(headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|authoriz|referer/)]),
    );
  }
});
