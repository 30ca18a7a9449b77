import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocketServer, WebSocket as NodeWebSocket } from 'ws';
import type { AddressInfo } from 'node:net';
import { everyType } from '#protocol/protocol.fixture.ts';
import {
  generatePageKey,
  startTestGateway,
  type AuthenticatedClient,
  type TestGateway,
} from '../../companion/gateway/gateway.fixture.ts';
import { pairPage } from '../../companion/gateway/pairing/pairing.fixture.ts';
import type { CompanionAccess, Credential } from './access.ts';
import { connect, type CompanionConnection } from './connection.ts';
import { rotateKey } from './rotate-key.ts';
import { keepConnected } from './keep-connected.ts';

/** The page's origin. */
let origin: string;

/** A WebSocket that sends the page's origin, as a browser does. */
class PageWebSocket extends NodeWebSocket {
  constructor(url: string) {
    super(url, { origin });
    this.on('error', () => {}); // without a listener, Node exits
  }
}
beforeAll(() => void vi.stubGlobal('WebSocket', PageWebSocket));
afterAll(() => void vi.unstubAllGlobals());

let companion: TestGateway;
let serve: (client: AuthenticatedClient) => Promise<void>;
beforeEach(async () => {
  companion = await startTestGateway({ onConnection: (client) => serve(client) });
  origin = companion.origin;
  serve = async ({ connection }) => {
    while ((await connection.receive()) !== null);
  };
});
afterEach(() => companion.close());

function createAccess(credential: Credential, port = companion.port): CompanionAccess {
  return { url: `ws://127.0.0.1:${port}/companion/socket`, origin, app: '0.0.0', credential };
}
const createTokenAccess = async () => createAccess({ kind: 'token', token: await companion.obtainToken() });
const catchError = (call: Promise<unknown>) => call.then(() => null, (thrown: unknown) => thrown); // prettier-ignore
const matchError = (code: string, facts: object = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });

/** A server that is not a companion. It answers the first message with `answer`, or not at all if `null`. */
async function startImpostor(answer: string | null) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => socket.once('message', () => answer !== null && socket.send(answer)));
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

describe('connecting', () => {
  test('welcomes a page with the current token', async () => {
    const connection = await connect(await createTokenAccess());
    expect(connection.welcome).toMatchObject({ app: '0.0.0', scopes: ['read', 'run', 'manage'] });
    connection.close();
    expect(await connection.closed).toEqual(matchError('aborted'));
  });

  test('a paired page replaces its key, and the old key is rejected', async () => {
    origin = 'https://assay.example';
    serve = async ({ connection, rotateKey: acceptKey }) => {
      for (let message = await connection.receive(); message !== null; message = await connection.receive()) {
        if (message.type !== 'rotate-key') continue;
        await acceptKey(message.publicKey, message.signature);
        connection.send({ type: 'key-rotated', id: message.id });
      }
    };
    const page = await generatePageKey();
    const { companionKey } = await pairPage(companion, origin, page.publicKey);
    const oldKey = { kind: 'paired', privateKey: page.privateKey, publicKey: page.publicKey, companionKey } as const;
    const newKey = await rotateKey({ ...createAccess(oldKey), credential: oldKey });
    expect(newKey.publicKey).not.toBe(oldKey.publicKey);
    expect(newKey.privateKey.extractable).toBe(false);
    (await connect(createAccess(newKey))).close();
    expect(await catchError(connect(createAccess(oldKey)))).toEqual(
      matchError('companion-rejected', { reason: 'origin-not-paired' }),
    );
  });

  test('a paired page is welcomed by its companion, and signs nothing for another', async () => {
    origin = 'https://assay.example';
    const key = await generatePageKey();
    const { companionKey } = await pairPage(companion, origin, key.publicKey);
    const credential = { kind: 'paired', ...key, companionKey } as const;
    const connection = await connect(createAccess(credential));
    expect(connection.welcome.scopes).toContain('run');
    connection.close();

    const { publicKey } = await generatePageKey();
    const otherAccess = createAccess({ ...credential, companionKey: publicKey });
    expect(await catchError(connect(otherAccess))).toEqual(
      matchError('companion-rejected', { reason: 'other-companion' }),
    );
    // The page closed the connection without sending a proof; an invalid proof would have caused `signature-invalid`.
    const rejection = expect.objectContaining({ event: 'not-authenticated', reason: 'not-authenticated' });
    await vi.waitFor(() => expect(companion.log).toContainEqual(rejection));
  });

  test('rejects a wrong token with the reason', async () => {
    const access = createAccess({ kind: 'token', token: Buffer.alloc(32).toString('base64') });
    expect(await catchError(connect(access))).toEqual(
      matchError('companion-rejected', { reason: 'not-authenticated' }),
    );
  });

  test('reports a missing companion, a silent one and another server as different errors', async () => {
    const credential = { kind: 'token', token: '' } as const;
    const silent = await startImpostor(null);
    const wrong = await startImpostor('{"type":"hi"}');
    const address = `127.0.0.1:${silent.port}`;
    expect(await catchError(connect(createAccess(credential, silent.port), { timeoutMs: 50 }))).toEqual(
      matchError('companion-unreachable', { reason: 'companion-silent', address }),
    );
    expect(await catchError(connect(createAccess(credential, wrong.port)))).toEqual(
      matchError('message-invalid', { reason: 'message-type', type: 'hi' }),
    );
    silent.close();
    expect(await catchError(connect(createAccess(credential, silent.port)))).toEqual(
      matchError('companion-unreachable', { reason: 'companion-not-found', address }),
    );
    wrong.close();
  });

  test('rejects a companion with an unsupported protocol version', async () => {
    const limits = { maxMessageBytes: 1, maxRequests: 1 };
    const newer = await startImpostor(JSON.stringify({ type: 'welcome', version: 2, app: '9', scopes: [], limits }));
    const access = createAccess({ kind: 'token', token: '' }, newer.port);
    expect(await catchError(connect(access))).toEqual(
      matchError('companion-rejected', { reason: 'page-too-old', min: 2 }),
    );
    newer.close();
  });

  test('rejects with aborted if aborted while the companion is silent', async () => {
    const silent = await startImpostor(null);
    const access = createAccess({ kind: 'token', token: '' }, silent.port);
    expect(await catchError(connect(access, { signal: AbortSignal.timeout(20) }))).toEqual(matchError('aborted'));
    silent.close();
  });
});

describe('requests', () => {
  let connection: CompanionConnection;
  const connectWithToken = async () => (connection = await connect(await createTokenAccess()));
  afterEach(() => connection.close());

  test('assigns answers in another order to their requests, with unchanged tensors', async () => {
    serve = async (client) => {
      const first = await client.connection.receive();
      const second = await client.connection.receive();
      if (first?.type !== 'memory' || second?.type !== 'run') throw new Error('expected memory and run');
      client.connection.sendFrame({ type: 'outputs', id: second.id }, second.tensors);
      client.connection.send({ type: 'memory', id: first.id, memory: { wasmHeapBytes: 1 } });
      await client.connection.receive();
    };
    await connectWithToken();
    const [memory, outputs] = await Promise.all([
      connection.request({ type: 'memory', session: 1 }),
      connection.request({ type: 'run', session: 1, tensors: everyType }),
    ]);
    expect(memory.memory).toEqual({ wasmHeapBytes: 1 });
    expect(outputs.tensors).toEqual(everyType);
  });

  test('sends a large frame unchanged, even if the tensor is overwritten after the call', async () => {
    serve = async (client) => {
      const run = await client.connection.receive();
      if (run?.type === 'run') client.connection.sendFrame({ type: 'outputs', id: run.id }, run.tensors);
      await client.connection.receive();
    };
    await connectWithToken();
    const data = Float32Array.from({ length: 1 << 19 }, (_, index) => index);
    const expected = data.slice();
    const x = { dtype: 'float32', shape: [data.length], data } as const;
    const answer = connection.request({ type: 'run', session: 1, tensors: { x } });
    data.fill(0);
    expect((await answer).tensors['x']?.data).toEqual(expected);
  });

  test('cancels a request in both programs, and a generation returns its partial text', async () => {
    const cancelled: number[] = [];
    const usage = { promptTokens: 1, tokens: 1, ttftMs: 1, prefillTokensPerS: null, decodeTokensPerS: null } as const;
    serve = async (client) => {
      for (;;) {
        const message = await client.connection.receive();
        if (message === null) return;
        if (message.type === 'generate') client.connection.send({ type: 'text', id: message.id, text: 'so far' });
        if (message.type !== 'cancel') continue;
        cancelled.push(message.id);
        if (message.id === 2)
          client.connection.send({ type: 'generated', id: 2, usage: { ...usage, ended: 'stopped' } });
      }
    };
    await connectWithToken();
    const run = connection.request({ type: 'vocabulary', session: 1 }, { signal: AbortSignal.timeout(20) });
    expect(await catchError(run)).toEqual(matchError('aborted'));
    const stop = new AbortController();
    const texts: string[] = [];
    const onText = (text: string) => {
      texts.push(text);
      stop.abort();
    };
    const request = { prompt: 'x', maxTokens: 8 };
    const answer = await connection.request({ type: 'generate', session: 1, request }, { signal: stop.signal, onText });
    expect(answer.usage.ended).toBe('stopped');
    expect(texts).toEqual(['so far']);
    await vi.waitFor(() => expect(cancelled).toEqual([1, 2]));
  });

  test('throws an error of the companion, as an internal error if its code is unknown', async () => {
    serve = async (client) => {
      const codes = ['engine-died', 'code-of-the-future'];
      for (const code of codes) {
        const message = await client.connection.receive();
        if (message && 'id' in message)
          client.connection.send({ type: 'error', id: message.id, code, facts: { engine: 'ort' } });
      }
      await client.connection.receive();
    };
    await connectWithToken();
    const requestList = () => catchError(connection.request({ type: 'list-engines' }));
    expect(await requestList()).toEqual(matchError('engine-died', { engine: 'ort' }));
    expect(await requestList()).toEqual(matchError('internal', { why: 'code-of-the-future' }));
  });

  test('reports a session that the companion has closed', async () => {
    serve = async (client) => {
      await client.connection.receive();
      const facts = { reason: 'closed-for-memory', model: 'm' };
      client.connection.send({ type: 'session-closed', session: 7, code: 'session-closed', facts });
      await client.connection.receive();
    };
    await connectWithToken();
    const closed = new Promise((resolve) => connection.onSessionClosed(7, resolve));
    void catchError(connection.request({ type: 'list-engines' }));
    expect(await closed).toEqual(matchError('session-closed', { reason: 'closed-for-memory' }));
  });

  test('rejects a message above the companion’s size limit before sending it', async () => {
    await connectWithToken();
    Object.assign(connection.welcome.limits, { maxMessageBytes: 100 });
    const run = connection.request({ type: 'run', session: 1, tensors: everyType });
    expect(await catchError(run)).toEqual(matchError('input-invalid', { reason: 'message-too-large', maxBytes: 100 }));
  });

  test('fails pending and later requests with the reason after the connection is lost', async () => {
    await connectWithToken();
    const request = catchError(connection.request({ type: 'list-engines' }));
    companion.gateway.close();
    const ended = matchError('companion-unreachable', { reason: 'companion-ended' });
    expect(await request).toEqual(ended);
    expect(await connection.closed).toEqual(ended);
    expect(await catchError(connection.request({ type: 'list-engines' }))).toEqual(ended);
  });
});

test('reconnects after the connection is lost, until the companion rejects the page', async () => {
  const events: string[] = [];
  const connections: AuthenticatedClient[] = [];
  serve = async (client) => {
    connections.push(client);
    while ((await client.connection.receive()) !== null);
  };
  const access = await createTokenAccess();
  const listener = {
    onConnected: () => {
      events.push('connected');
      if (events.length === 1) void vi.waitFor(() => connections[0]!.connection.close(1001));
      else companion.gateway.close();
    },
    onLost: ({ code }: { readonly code: string }) => {
      events.push(code);
      if (events.length === 4) (access.credential as { token: string }).token = Buffer.alloc(32).toString('base64');
    },
  };
  await keepConnected(access, listener, new AbortController().signal);
  expect(events).toEqual([
    'connected',
    'companion-unreachable',
    'connected',
    'companion-unreachable',
    'companion-rejected',
  ]);
});
