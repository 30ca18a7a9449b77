import { readdir, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectOwnPage } from '../../gateway/gateway.fixture.ts';
import { ServerPool } from '../../protocols/remote/server-pool.ts';
import { ServerRecords, type RemoteServer } from '../../protocols/remote/server-records.ts';
import { parseServerUrl } from '../../protocols/remote/parse-server-url.ts';
import { startClientServers, type TestServers } from './client-servers.fixture.ts';
import {
  llamaEvents,
  llamaServer,
  mlserver,
  startRecordedServer,
  triton,
  type TestServer,
} from './recorded-servers.fixture.ts';

let companion: TestServers;
let key: string;
let records: ServerRecords;
let started: TestServer[];

beforeEach(async () => {
  started = [];
  companion = await startClientServers({}, { list: async () => [], runtimes: {} });
  key = await companion.createKey('read', 'run');
  records = new ServerRecords(join(companion.folder, 'servers'));
});
afterEach(async () => {
  await companion.close();
  await Promise.all(started.map((server) => server.kill()));
});

async function serve(...options: Parameters<typeof startRecordedServer>): Promise<TestServer> {
  const server = await startRecordedServer(...options);
  started.push(server);
  return server;
}

async function add(protocol: 'oip' | 'openai', urls: readonly string[], more: Partial<RemoteServer> = {}) {
  await records.add({ name: 'far', protocol, urls: [...urls], ...more });
}

async function ask(path: string, body?: object) {
  const response = await fetch(companion.url + path, {
    headers: { authorization: `Bearer ${key}` },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: () => JSON.parse(text) as Record<string, unknown> };
}

const x = { name: 'x', datatype: 'FP32', shape: [2, 3], data: [1, 2, 3, 0, 0, 1] };
const infer = () => ask('/v2/models/far/contract/infer', { inputs: [x] });
const y = { outputs: [{ name: 'y', shape: [2, 2], data: [32, 48, 15, 26] }] }; // computed by hand from the definition of the models
const chat = (more: object = {}) =>
  ask('/v1/chat/completions', {
    model: 'far/counting',
    messages: [{ role: 'user', content: 'ab' }],
    max_tokens: 3,
    ...more,
  });

describe('a server of the Open Inference Protocol', () => {
  test('describes a model on Triton, and runs it with binary tensors', async () => {
    const server = await serve(triton);
    await add('oip', [server.url], { token: 'secret', models: ['contract'] });
    expect((await ask('/v2/repository/index', {})).json()).toMatchObject([{ name: 'far/contract', state: 'READY' }]);
    expect((await ask('/v2/models/far/contract')).json()).toMatchObject({
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 3] }],
    });
    expect((await infer()).json()).toMatchObject(y);
    expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer secret']));
  });

  test('falls back to JSON after MLServer rejects binary tensors', async () => {
    const server = await serve(mlserver);
    await add('oip', [server.url]);
    expect((await ask('/v2/repository/index', {})).json()).toMatchObject([{ name: 'far/contract' }]);
    for (let run = 0; run < 3; run++) expect((await infer()).json()).toMatchObject(y);
    const inferences = server.requests.filter(({ target }) => target.endsWith('/infer'));
    expect(inferences).toHaveLength(4);
  });

  test("opens a server's model for a page by name, without any upload", async () => {
    const server = await serve(triton);
    await add('oip', [server.url], { models: ['contract'] });
    const page = await connectOwnPage(companion);
    expect(await page.ask({ type: 'list-models', id: 1 })).toMatchObject({
      models: [{ name: 'far/contract', engine: 'oip' }],
    });
    const model = { kind: 'named', name: 'far/contract' };
    const open = { type: 'open', id: 2, model, engine: 'oip', devices: ['server'], settings: {} };
    expect(await page.ask(open)).toMatchObject({
      opened: { facts: { engine: 'oip', build: 'triton', engineVersion: '2.51.0', device: 'server' } },
    });
    const tensors = { x: { dtype: 'float32', shape: [2, 3], data: Float32Array.of(...x.data) } } as const;
    const outputs = { y: { shape: [2, 2], data: Float32Array.of(32, 48, 15, 26) } };
    expect(await page.ask({ type: 'run', id: 3, session: 1 }, tensors)).toMatchObject({ tensors: outputs });
  });
});

describe('a server of the OpenAI API', () => {
  test('forwards an answer of llama-server with its usage', async () => {
    await add('openai', [(await serve(llamaServer)).url]);
    expect((await ask('/v1/models')).json()).toMatchObject({ data: [{ id: 'far/counting' }] });
    const answer = { choices: [{ message: { content: 'cde' }, finish_reason: 'length' }], usage: { total_tokens: 7 } };
    expect((await chat()).json()).toMatchObject(answer);
    expect((await chat({ stream: true })).text).toMatch(/"content":"c".*"content":"d".*"content":"e".*\[DONE\]/s);
    const rejected = await ask('/v1/embeddings', { model: 'far/counting', input: 'ab' });
    expect(rejected.json()).toMatchObject({ error: { message: expect.stringContaining('--embeddings') as string } });
  });

  test("streams the text of a server's model to a page", async () => {
    await add('openai', [(await serve(llamaServer)).url]);
    const page = await connectOwnPage(companion);
    const model = { kind: 'named', name: 'far/counting' };
    const open = { type: 'open', id: 1, model, engine: 'openai', devices: ['server'], settings: {} };
    expect(await page.ask(open)).toMatchObject({ opened: { facts: { engine: 'openai', contextLength: 512 } } });
    page.send({
      type: 'generate',
      id: 2,
      session: 1,
      request: { prompt: [{ role: 'user', content: 'ab' }], maxTokens: 3 },
    });
    const texts: string[] = [];
    let message = await page.next();
    for (; message?.type === 'text'; message = await page.next()) texts.push(message.text);
    expect(texts.join('')).toBe('cde');
    expect(message).toMatchObject({ type: 'generated', usage: { promptTokens: 4, tokens: 3, ended: 'length' } });
  });

  test("opens a model without a reported context length only with the user's value", async () => {
    const listed = { status: 200, headers: {}, body: '{"object":"list","data":[{"id":"counting"}]}' };
    const server = await serve({ ...llamaServer, 'GET /v1/models': listed });
    await add('openai', [server.url]);
    expect((await chat()).text).toMatch(/does not report the context length.*--context-length/);
    await records.remove('far');
    await add('openai', [server.url], { contextLength: 512 });
    expect((await chat()).status).toBe(200);
  });

  test('finishes an answer on another server if the first one fails', async () => {
    const failMidAnswer = (target: string, response: ServerResponse) => {
      if (!target.startsWith('POST')) return false;
      response.writeHead(200).write(llamaEvents.slice(0, 3).join(''));
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    const [broken, working] = [await serve(llamaServer, failMidAnswer), await serve(llamaServer)];
    await add('openai', [broken.url, working.url]);
    const { text } = await chat({ stream: true });
    const letters = [...text.matchAll(/"content":"(\w+)"/g)].map(([, letter]) => letter).join('');
    expect(letters).toBe('cde');
    expect(working.requests.some(({ target }) => target.startsWith('POST'))).toBe(true);
  });
});

test('loses no request if one of two servers is killed under load', async () => {
  const servers = [await serve(triton), await serve(triton)];
  await add(
    'oip',
    servers.map(({ url }) => url),
    { models: ['contract'] },
  );
  const answers: Awaited<ReturnType<typeof infer>>[] = [];
  const client = async () => {
    while (answers.length < 300) answers.push(await infer());
  };
  const clients = Array.from({ length: 10 }, client);
  await expect.poll(() => Math.min(...servers.map(({ requests }) => requests.length))).toBeGreaterThan(20);
  await servers[0]!.kill();
  await Promise.all(clients);
  for (const answer of answers) expect(answer.json()).toMatchObject(y);
});

test.each<[string, (response: ServerResponse) => void, RegExp]>([
  ['text instead of JSON', (response) => response.end('<html>'), /not JSON.*server ls|answer/],
  ['other JSON', (response) => response.end('{"models":1}'), /“outputs”.*Check that the address/],
  [
    'a redirect',
    (response) => response.writeHead(302, { location: 'http://127.0.0.1/' }).end(),
    /redirects.*Add the server/,
  ],
  [
    'that a token is missing',
    (response) => response.writeHead(401).end('{"error":"no"}'),
    /rejects the token.*--token-file/,
  ],
  ['its own error', (response) => response.writeHead(400).end('{"error":"bad y"}'), /status 400: “bad y”/],
  [
    'half an answer',
    (response) => void response.writeHead(200, { 'content-length': '100' }).write('{'),
    /terminated|closed|in time/,
  ],
  [
    'tensors that contradict their shape',
    (response) => response.end('{"outputs":[{"name":"y","datatype":"FP32","shape":[2,2],"data":[1]}]}'),
    /“y” of its answer/,
  ],
])('reports a server that answers %s, with the fix', async (_, answer, message) => {
  const server = await serve(mlserver, (target, response) => {
    if (!target.endsWith('/infer')) return false;
    answer(response);
    if (!response.writableEnded) setTimeout(() => response.destroy(), 20);
    return true;
  });
  await add('oip', [server.url]);
  const { status, json } = await infer();
  expect(json()['error']).toMatch(message);
  expect(status).toBe(502);
});

test('times out if a server does not answer, or stops during an answer', async () => {
  for (const startsAnswer of [false, true]) {
    const server = await serve({}, (_, response) => {
      if (startsAnswer) response.writeHead(200).write('{');
      return true;
    });
    const pool = new ServerPool({ name: 'far', protocol: 'oip', urls: [server.url], createdAt: 0 }, 50);
    const result = pool.request({ path: '/v2', signal: new AbortController().signal }, (remoteResponse) =>
      remoteResponse.readJson(),
    );
    await expect(result).rejects.toMatchObject({ code: 'server-failed', facts: { reason: 'no-answer-in-time' } });
  }
});

test('reports an unreachable server, and still lists the models of others', async () => {
  const stopped = await serve(triton);
  await stopped.kill();
  await add('oip', [stopped.url]);
  await records.add({ name: 'near', protocol: 'oip', urls: [(await serve(mlserver)).url] });
  expect((await ask('/v2/repository/index', {})).json()).toMatchObject([{ name: 'near/contract' }]);
  expect((await infer()).text).toMatch(/server far.*ECONNREFUSED.*server ls/);
});

test('stores the token of a server in a file that only its user can read', async () => {
  const server = await serve(triton, (_, response) => {
    response.writeHead(401).end('{}');
    return true;
  });
  await add('oip', [server.url], { token: 'top-secret', models: ['contract'] });
  for (const file of await readdir(join(companion.folder, 'servers'))) {
    expect((await stat(join(companion.folder, 'servers', file))).mode & 0o777).toBe(0o600);
  }
  expect((await infer()).text).not.toContain('top-secret');
});

test.each<[string, boolean, string]>([
  ['ftp://host/', false, 'server-url'],
  ['host:8000', false, 'server-url'],
  ['http://user:secret@host/', false, 'server-url-secret'],
  ['https://host/?key=secret', false, 'server-url-secret'],
  ['http://169.254.169.254/latest', false, 'server-url-metadata'],
  ['http://metadata.google.internal/', false, 'server-url-metadata'],
  ['http://host:8000', true, 'server-url-unencrypted'],
])('rejects the address %s (with a token: %s)', (text, hasToken, reason) => {
  expect(() => parseServerUrl(text, hasToken)).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ reason }) as object }),
  );
});

test('stores an address without the path of its protocol', () => {
  expect(parseServerUrl('https://host/base/v1/', true)).toBe('https://host/base');
  expect(parseServerUrl('http://localhost:8000/v2', true)).toBe('http://localhost:8000');
  expect(parseServerUrl('http://10.0.0.1:8000', false)).toBe('http://10.0.0.1:8000');
});
