import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send, startTestGateway, type TestGateway } from './gateway.fixture.ts';
import { ApiKeys } from './keys/api-keys.ts';
import { join } from 'node:path';

let companion: TestGateway;
let key: string;
let served: string[];

beforeAll(async () => {
  served = [];
  const route = (path: string, access: 'read' | 'manage') => ({
    method: 'POST' as const,
    path,
    access,
    handle: ({ response, parameters }: { response: import('node:http').ServerResponse; parameters: object }) => {
      served.push(path);
      response.end(JSON.stringify(parameters));
    },
  });
  companion = await startTestGateway({
    routes: [route('/v2/models/:model/infer', 'read'), route('/v2/models/:model/load', 'manage')],
  });
  key = (await new ApiKeys(join(companion.folder, 'keys')).add('test', ['read']))!;
});

afterAll(() => companion.close());

const infer = '/v2/models/digits/infer';
const createBearerHeader = (secret: string) => ({ authorization: `Bearer ${secret}` });

/** Writes a request to a socket, and reads the first line of the answer. */
function readStatusLine(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(companion.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? '')).on('error', reject);
  });
}

describe('the Host header (DNS rebinding)', () => {
  const paths = ['/', infer, '/companion/token', '/companion/commands/link'];
  const hosts: readonly [string, (port: number) => string][] = [
    ['of another site', () => 'Host: evil.example\r\n'],
    ['of another site with this port', (port) => `Host: evil.example:${port}\r\n`],
    ['without a name', (port) => `Host: :${port}\r\n`],
    ['empty', () => 'Host:\r\n'],
    ['absent', () => ''],
    ['twice', (port) => `Host: 127.0.0.1:${port}\r\nHost: evil.example\r\n`],
    ['with a trailing dot', (port) => `Host: localhost.:${port}\r\n`],
    ['with another port', (port) => `Host: 127.0.0.1:${port + 1}\r\n`],
    ['without the port', () => 'Host: 127.0.0.1\r\n'],
    ['with a port that overflows', (port) => `Host: 127.0.0.1:${port + 65_536}\r\n`],
    ['with text after the port', (port) => `Host: 127.0.0.1:${port}.evil.example\r\n`],
    ['with a user name', (port) => `Host: 127.0.0.1:${port}@evil.example\r\n`],
    ['of an address of the network', (port) => `Host: 192.168.0.1:${port}\r\n`],
    ['0.0.0.0', (port) => `Host: 0.0.0.0:${port}\r\n`],
  ];

  test.each(hosts)('%s is rejected for every path and method', async (_, host) => {
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE', 'HEAD']) {
        const text = `${method} ${path} HTTP/1.1\r\n${host(companion.port)}Authorization: Bearer ${key}\r\nConnection: close\r\n\r\n`;
        expect(await readStatusLine(text)).toMatch(/^HTTP\/1\.1 (400|403) /); // Node itself answers 400 to requests with no Host header or with two
      }
    }
    expect(served).toEqual([]);
  });

  test('the Host header is also checked for a request whose target is an absolute URL', async () => {
    const head = `GET http://127.0.0.1:${companion.port}/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    expect(await readStatusLine(head)).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('an API route', () => {
  test("a request with a key of the route's scope is answered", async () => {
    const answer = await send(companion.port, '/v2/models/a%2Fb/infer?x=1', {
      method: 'POST',
      headers: createBearerHeader(key),
    });
    expect(answer).toMatchObject({ status: 200, body: '{"model":"a/b"}' });
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['another key', createBearerHeader(`assay-000000000000-${'A'.repeat(43)}`)],
    ['a key with the wrong secret', createBearerHeader('')],
    ['a basic credential', { authorization: 'Basic dXNlcjpwYXNz' }],
    ['a path as key', createBearerHeader('assay-../../../x-y')],
  ])('a request with %s is rejected', async (_, headers) => {
    const wrong =
      headers['authorization'] === 'Bearer '
        ? createBearerHeader(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)
        : headers;
    expect(await send(companion.port, infer, { method: 'POST', headers: wrong })).toMatchObject({ status: 401 });
  });

  test('a key in the query is not accepted', async () => {
    expect(await send(companion.port, `${infer}?key=${key}&token=${key}`, { method: 'POST' })).toMatchObject({
      status: 401,
    });
  });

  test('a key without the scope of the route is rejected', async () => {
    const answer = await send(companion.port, '/v2/models/digits/load', {
      method: 'POST',
      headers: createBearerHeader(key),
    });
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('manage') });
  });

  test.each([
    'https://evil.example',
    'null',
    'http://localhost:1',
    'HTTP://127.0.0.1',
    'http://127.0.0.1.evil.example',
    'file://',
    '',
  ])('a request with a valid key and the origin "%s" is rejected', async (origin) => {
    expect(
      await send(companion.port, infer, { method: 'POST', origin, headers: createBearerHeader(key) }),
    ).toMatchObject({
      status: 403,
    });
  });

  test('origins that resemble the own origin are rejected', async () => {
    const { port } = companion;
    for (const origin of [
      `http://127.0.0.1:${port}.evil.example`,
      `http://127.0.0.1:${port}/`,
      `http://127.0.0.1:99999999999`,
      `https://127.0.0.1:${port}`,
      `http://LOCALHOST:${port}`,
      `http://127.0.0.1:${port}, http://127.0.0.1:${port}`,
      `http://user@127.0.0.1:${port}`,
    ]) {
      expect(await send(port, infer, { method: 'POST', origin, headers: createBearerHeader(key) })).toMatchObject({
        status: 403,
      });
    }
  });

  test('a request from a page of another port without an Origin header is rejected', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { ...createBearerHeader(key), 'sec-fetch-site': site };
      expect(await send(companion.port, infer, { method: 'POST', headers })).toMatchObject({ status: 403 });
    }
  });

  test('a preflight request gets no permission', async () => {
    const headers = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
    const answer = await send(companion.port, infer, { method: 'OPTIONS', origin: 'https://evil.example', headers });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('a request with another method is answered with the allowed methods', async () => {
    const answer = await send(companion.port, infer, { method: 'PUT', headers: createBearerHeader(key) });
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  test('a request with a removed key is rejected', async () => {
    const keys = new ApiKeys(join(companion.folder, 'keys'));
    const other = (await keys.add('other', ['read']))!;
    expect(await send(companion.port, infer, { method: 'POST', headers: createBearerHeader(other) })).toMatchObject({
      status: 200,
    });
    expect(await keys.remove('other')).toBe(true);
    expect(await send(companion.port, infer, { method: 'POST', headers: createBearerHeader(other) })).toMatchObject({
      status: 401,
    });
  });
});

describe('the token of the page that the companion serves', () => {
  const sameOrigin = { 'sec-fetch-site': 'same-origin' };
  const createNonce = () => companion.gateway.createLinkHash().replace('#/?pair=', '');
  const exchange = (sent: Parameters<typeof send>[2]) =>
    send(companion.port, '/companion/token', {
      origin: companion.origin,
      headers: sameOrigin,
      json: { nonce: createNonce() },
      ...sent,
    });

  test('the nonce of a link is exchanged only once for the token', async () => {
    const json = { nonce: createNonce() };
    const first = await exchange({ json });
    expect(first).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    const { token } = JSON.parse(first.body) as { token: string };
    expect(Buffer.from(token, 'base64')).toHaveLength(32);
    expect(await exchange({ json })).toMatchObject({ status: 403 });
    expect(JSON.parse((await exchange({})).body)).toEqual({ token });
  });

  test('a page of every host name of the server gets the token from its own origin', async () => {
    for (const name of ['localhost', '[::1]']) {
      const host = `${name}:${companion.port}`;
      expect(await exchange({ host, origin: `http://${host}` })).toMatchObject({ status: 200 });
      expect(await exchange({ host })).toMatchObject({ status: 401 }); // `localhost` and 127.0.0.1 are different origins
    }
  });

  test.each<[string, Parameters<typeof send>[2]]>([
    ['without a valid nonce', { json: { nonce: 'A'.repeat(43) } }],
    ['of another origin', { origin: 'https://evil.example' }],
    ['without an origin', { origin: undefined } as never],
    ['of the origin null', { origin: 'null' }],
    ['of another port', { headers: { 'sec-fetch-site': 'same-site' } }],
    ['without Sec-Fetch-Site', { headers: {} }],
    [
      'as a form',
      { json: undefined, method: 'POST', headers: { ...sameOrigin, 'content-type': 'text/plain' } } as never,
    ],
    ['by GET', { json: undefined, method: 'GET' } as never],
  ])('the token is not given to a request %s', async (_, sent) => {
    const answer = await exchange(sent);
    expect([401, 403, 405, 415]).toContain(answer.status);
    expect(answer.body).not.toContain('token"');
  });

  test('the token is not given for a body that is too long or not JSON', async () => {
    expect(await exchange({ json: { nonce: 'A'.repeat(20_000) } })).toMatchObject({ status: 413 });
    expect(await exchange({ json: [1] })).toMatchObject({ status: 400 });
  });
});

test('a command needs its own token, and no page can use it', async () => {
  const link = (headers: Record<string, string>, origin?: string) =>
    send(companion.port, '/companion/commands/link', { json: {}, headers, ...(origin !== undefined && { origin }) });
  const valid = createBearerHeader(companion.gateway.commandToken);
  expect(await link(valid)).toMatchObject({
    status: 200,
    body: expect.stringMatching(/^\{"hash":"#\/\?pair=[\w-]{43}"\}$/),
  });
  expect(await link(valid, companion.origin)).toMatchObject({ status: 401 });
  expect(await link(createBearerHeader(key))).toMatchObject({ status: 401 });
  expect(await link(createBearerHeader(await companion.obtainToken()))).toMatchObject({ status: 401 });
});

test('after 20 rejected keys in a minute, further requests are rejected', async () => {
  const other = await startTestGateway({
    routes: [{ method: 'GET', path: '/x', access: 'read', handle: ({ response }) => void response.end() }],
  });
  const statuses: number[] = [];
  for (let round = 0; round < 22; round++) {
    statuses.push(
      (await send(other.port, '/x', { headers: createBearerHeader(`assay-000000000000-${'A'.repeat(43)}`) })).status,
    );
  }
  expect(statuses).toEqual([...Array.from({ length: 21 }, () => 401), 429]);
  // Pages and commands are still served while a client sends wrong keys.
  expect(await other.obtainToken()).toMatch(/=$/);
  await other.close();
});
